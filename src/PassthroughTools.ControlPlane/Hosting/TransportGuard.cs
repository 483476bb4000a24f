using System.Net;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Hosting;

/// <summary>Tokens must not cross a network in the clear: off loopback the server speaks https or does not start.</summary>
internal static class TransportGuard
{
    /// <summary>Checks the addresses that the configuration names.</summary>
    /// <exception cref="PassthroughException">AccessDenied: one is http and not loopback; ValueInvalid: one is no address, or is
    /// https and there is no certificate.</exception>
    public static void Enforce(IReadOnlyList<string> urls, IConfiguration configuration)
    {
        foreach (var url in urls) Enforce(url);
        if (urls.FirstOrDefault(static url => IsHttps(url)) is { } https && configuration["Certificate"] is null
            && !configuration.GetSection("Kestrel:Certificates").GetChildren().Any())
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"'{https}' needs a certificate. Name it and its key: --certificate server.pem --certificate-key server.key",
                https);
        }

        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            if (endpoint["Url"] is { } url) Enforce(url);
        }

        foreach (var ports in new[] { "http_ports", "HTTP_PORTS" })
        {
            if (!string.IsNullOrEmpty(configuration[ports]))
                throw new PassthroughException(ErrorId.AccessDenied,
                    $"{ports} would listen on every network without TLS. Name the addresses instead: --urls "
                    + "https://0.0.0.0:8443");
        }
    }

    /// <summary>Whether an address reaches this machine only.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: it is no address.</exception>
    public static bool IsLoopback(string url)
    {
        var address = Parse(url);
        return address.IsUnixPipe
            || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static void Enforce(string url)
    {
        if (IsHttps(url) || IsLoopback(url)) return;
        throw new PassthroughException(
            ErrorId.AccessDenied,
            $"'{url}' would send tokens over the network in the clear. Use https, as in --urls https://0.0.0.0:8443 "
            + "--certificate server.pem --certificate-key server.key, or listen on loopback behind a proxy: --urls "
            + "http://127.0.0.1:8480",
            url);
    }

    private static bool IsHttps(string url) => Parse(url).Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);

    private static BindingAddress Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (address.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase)
                || address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase)) return address;
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw new PassthroughException(ErrorId.ValueInvalid,
            $"'{url}' is no address to listen on. Give one as in http://127.0.0.1:8480 or https://0.0.0.0:8443.", url);
    }
}
