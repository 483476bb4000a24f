using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PassthroughTools.Backends.ControlPlane;

/// <summary>Decides whether a server's certificate is trusted, and remembers why not.</summary>
internal sealed class ServerCertificate(ControlPlaneOptions options)
{
    private readonly string? pinned = options.CertificateThumbprint is { } given ? new string([.. given.Where(Uri.IsHexDigit)]).ToUpperInvariant() : null;

    /// <summary>Why the last certificate was not trusted, or null.</summary>
    public string? Fault { get; private set; }

    public bool IsTrusted(X509Certificate2? certificate, SslPolicyErrors errors)
    {
        Fault = null;
        if (options.SkipCertificateCheck && pinned is null) return true;
        if (certificate is null)
        {
            Fault = "the server shows no certificate";
            return false;
        }

        var sha256 = Sha256(certificate);
        if (pinned is not null)
        {
            if (string.Equals(pinned, certificate.Thumbprint, StringComparison.OrdinalIgnoreCase) || string.Equals(pinned, sha256, StringComparison.Ordinal)) return true;
            Fault = $"its certificate {Words(certificate)} has the thumbprint {sha256}, not {pinned}";
            return false;
        }

        if (errors == SslPolicyErrors.None) return true;
        Fault = $"its certificate {Words(certificate)} is not trusted ({Reason(errors)}); its thumbprint is {sha256}";
        return false;
    }

    private static string Words(X509Certificate2 certificate) =>
        string.Format(CultureInfo.InvariantCulture, "'{0}', valid until {1:yyyy-MM-dd},", certificate.Subject, certificate.NotAfter.ToUniversalTime());

    private static string Reason(SslPolicyErrors errors) =>
        (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != SslPolicyErrors.None ? "it is for another name"
        : (errors & SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None ? "no authority that this machine trusts has issued it, or it has expired"
        : errors.ToString();

    private static string Sha256(X509Certificate2 certificate)
    {
        using var sha = SHA256.Create();
        var text = new StringBuilder(64);
        foreach (var part in sha.ComputeHash(certificate.RawData)) text.Append(part.ToString("X2", CultureInfo.InvariantCulture));
        return text.ToString();
    }
}
