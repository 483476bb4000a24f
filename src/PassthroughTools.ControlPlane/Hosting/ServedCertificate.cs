using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PassthroughTools.Errors;
using PassthroughTools.Text;

namespace PassthroughTools.ControlPlane.Hosting;

/// <summary>
/// The certificate that the server shows, with the chain that its file has. A file that was renewed is taken up with the next
/// connection; one that cannot be used leaves the last one in its place, and is logged.
/// </summary>
internal sealed partial class ServedCertificate
{
    private readonly string path;
    private readonly string? keyPath;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private (DateTime Certificate, DateTime Key) read;
    private SslStreamCertificateContext context;

    /// <summary>Reads a certificate.</summary>
    /// <param name="path">A .pfx file, or a PEM file: the certificate first, then those that it is signed with.</param>
    /// <param name="keyPath">The PEM file of its key; null where it is in the same file.</param>
    /// <param name="log">Where a renewed certificate is told of.</param>
    /// <exception cref="PassthroughException">ValueInvalid: it cannot be used.</exception>
    public ServedCertificate(string path, string? keyPath, ILogger log)
    {
        (this.path, this.keyPath, this.log) = (path, keyPath, log);
        read = Times();
        try
        {
            context = Read();
        }
        catch (Exception e) when (IsUnusable(e))
        {
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"Certificate '{path}' cannot be used: {Reason.Of(e.Message)}. Name a PEM file and its key with --certificate "
                + "and --certificate-key.", path, e);
        }
    }

    /// <summary>The certificate and its chain as the files have them now.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (gate)
            {
                var now = Times();
                if (now == read) return context;
                read = now;
                try
                {
                    context = Read();
                    LogRenewed(log, path);
                }
                catch (Exception e) when (IsUnusable(e))
                {
                    LogUnusable(log, path, e.Message);
                }

                return context;
            }
        }
    }

    [LoggerMessage(EventId = 12, EventName = "CertificateRenewed", Level = LogLevel.Information,
        Message = "Certificate '{Path}' was renewed, and is shown from now on.")]
    private static partial void LogRenewed(ILogger log, string path);

    [LoggerMessage(EventId = 13, EventName = "CertificateUnusable", Level = LogLevel.Warning,
        Message = "Certificate '{Path}' has changed and cannot be used: {Reason} The one before is shown on.")]
    private static partial void LogUnusable(ILogger log, string path, string reason);

    private static bool IsUnusable(Exception e) =>
        e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    private (DateTime Certificate, DateTime Key) Times() =>
        (File.GetLastWriteTimeUtc(path), keyPath is null ? default : File.GetLastWriteTimeUtc(keyPath));

    private SslStreamCertificateContext Read()
    {
        var all = new X509Certificate2Collection();
        X509Certificate2 own;
        if (Path.GetExtension(path).Equals(".pfx", StringComparison.OrdinalIgnoreCase))
        {
            all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password: null);
            own = all.FirstOrDefault(static one => one.HasPrivateKey)
                ?? throw new CryptographicException("It has no private key.");
        }
        else
        {
            all.ImportFromPemFile(path);
            own = X509Certificate2.CreateFromPemFile(path, keyPath);
        }

        // Nothing is asked of the network: what the file has is what is sent.
        return SslStreamCertificateContext.Create(own, all, offline: true);
    }
}
