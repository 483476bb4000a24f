using PassthroughTools.Errors;

namespace PassthroughTools.Sessions;

/// <summary>What Connect-VIServer was told of a server's certificate.</summary>
internal static class CertificateChoice
{
    private const int Sha1Digits = 40, Sha256Digits = 64;

    /// <summary>Refuses a thumbprint that is none, and warns where no certificate is checked.</summary>
    /// <exception cref="PassthroughException">ValueInvalid.</exception>
    public static void Check(ConnectOptions options, string server, Uri address)
    {
        if (options.CertificateThumbprint is { } thumbprint
            && thumbprint.Count(Uri.IsHexDigit) is not (Sha1Digits or Sha256Digits))
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"'{thumbprint}' is no thumbprint of a certificate. Give its {Sha1Digits} (SHA-1) or {Sha256Digits} (SHA-256) "
                + "hexadecimal digits, "
                + "as the message of a refused certificate has them.",
                thumbprint);
        }

        if (options is { WarnOfCertificate: true, CertificateThumbprint: null } && address.Scheme == Uri.UriSchemeHttps)
            options.Warn(
                $"The certificate of '{server}' is not checked: whoever answers there gets "
                + $"the {(address.AbsolutePath == "/sdk" ? "password" : "token")}.");
    }
}
