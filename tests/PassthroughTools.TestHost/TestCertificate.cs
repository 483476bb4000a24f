using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PassthroughTools.TestHost;

/// <summary>A certificate that nobody trusts, for 127.0.0.1.</summary>
internal static class TestCertificate
{
    /// <summary>Writes a new one as a PKCS #12 file.</summary>
    /// <returns>Its thumbprints in SHA-1 and SHA-256.</returns>
    public static (string Sha1, string Sha256) Write(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=passthrough.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx));
        return (certificate.Thumbprint, certificate.GetCertHashString(HashAlgorithmName.SHA256));
    }
}
