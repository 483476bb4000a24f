using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PassthroughTools.Errors;
using PassthroughTools.Operations.Requirements;

namespace PassthroughTools.Backends;

/// <summary>Decides whether a server's certificate is trusted, and remembers why not.</summary>
/// <param name="isAnyTaken">Whether whatever certificate is taken, where no thumbprint is given.</param>
/// <param name="thumbprint">The thumbprint (SHA-1 or SHA-256, hexadecimal) of the one certificate that is trusted, or
/// null.</param>
internal sealed class ServerCertificate(bool isAnyTaken, string? thumbprint)
{
    private readonly string? pinned = thumbprint is null
        ? null
        : new string([.. thumbprint.Where(Uri.IsHexDigit)]).ToUpperInvariant();

    /// <summary>What sends requests to a server: it trusts by this, keeps no cookies, and follows no redirection, which would
    /// take a secret to somebody else, as would a proxy what is meant for this machine.</summary>
    /// <param name="proxy">What the server is reached through.</param>
    public HttpClientHandler Handler(ServerProxy proxy) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = proxy.IsAsked,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
#pragma warning disable MA0039 // it trusts less than the system where a thumbprint is given, and more only where the user says so
        ServerCertificateCustomValidationCallback = (_, shown, _, errors) => IsTrusted(shown, errors),
#pragma warning restore MA0039
    };

    /// <summary>The refusal of a server whose certificate was not trusted.</summary>
    public PassthroughException Refusal(string server, Exception cause) => new(
        ErrorId.CertificateUntrusted,
        $"'{server}' is not trusted: {Fault}. If it is the right server, have its authority trusted on this machine, or trust "
        + $"this one certificate: Connect-VIServer {server.Quoted()} -CertificateThumbprint {Shown}",
        server,
        cause);

    /// <summary>Why the last certificate was not trusted, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The thumbprint (SHA-256) of the certificate that was not trusted.</summary>
    private string Shown { get; set; } = "";

    private bool IsTrusted(X509Certificate2? certificate, SslPolicyErrors errors)
    {
        Fault = null;
        if (isAnyTaken && pinned is null) return true;
        if (certificate is null)
        {
            Fault = "the server shows no certificate";
            return false;
        }

        var sha256 = Shown = Sha256(certificate);
        if (pinned is not null)
        {
            if (string.Equals(pinned, certificate.Thumbprint, StringComparison.OrdinalIgnoreCase)
                || string.Equals(pinned, sha256, StringComparison.Ordinal)) return true;
            Fault = $"its certificate {Words(certificate)} has the thumbprint {sha256}, not {pinned}";
            return false;
        }

        if (errors == SslPolicyErrors.None) return true;
        Fault = $"its certificate {Words(certificate)} {Reason(certificate, errors)}; its thumbprint is {sha256}";
        return false;
    }

    private static string Words(X509Certificate2 certificate) =>
        string.Format(CultureInfo.InvariantCulture, "'{0}', valid until {1:yyyy-MM-dd},", certificate.Subject,
            certificate.NotAfter.ToUniversalTime());

    private static string Reason(X509Certificate2 certificate, SslPolicyErrors errors) =>
        certificate.NotAfter < DateTime.Now ? "has expired"
        : certificate.NotBefore > DateTime.Now ? "is not valid yet"
        : (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != SslPolicyErrors.None ? "is for another name"
        : "was issued by no authority that this machine trusts";

    private static string Sha256(X509Certificate2 certificate)
    {
        using var sha = SHA256.Create();
        var text = new StringBuilder(64);
        foreach (var part in sha.ComputeHash(certificate.RawData)) text.Append(part.ToString("X2", CultureInfo.InvariantCulture));
        return text.ToString();
    }
}
