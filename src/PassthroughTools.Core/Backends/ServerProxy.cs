using System.Net;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace PassthroughTools.Backends;

/// <summary>The proxy through which a server is reached: the system names it, or HTTPS_PROXY and NO_PROXY.</summary>
/// <param name="server">The server's address.</param>
/// <param name="isBypassed">Whether the server is reached past it. One on this machine always is.</param>
internal sealed class ServerProxy(Uri server, bool isBypassed)
{
    // The runtime tells the status in its message only, beside the proxy's address with user and password.
    private static readonly Regex RefusalPattern = new("'(?<status>[1-5][0-9]{2})'", RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>Whether the system is asked for one.</summary>
    public bool IsAsked => !isBypassed && !server.IsLoopback;

    /// <summary>
    /// What leads to the server beside its address, as in: through the proxy 'http://proxy:3128'. Nothing without one.
    /// </summary>
    public string Way => Address is { } address ? $" through the proxy '{address}'" : "";

    /// <summary>What to look at where the server cannot be reached.</summary>
    /// <param name="cause">Why it cannot.</param>
    public string Advice(Exception cause) =>
        Address is null ? "Check the address and that the server runs"
        : StatusOf(cause) == "407"
            ? "The proxy wants a user and a password: set HTTPS_PROXY to http://user:password@proxy:port before PowerShell starts"
        : "Check the address, that the server runs, and the proxy: Set-PowerCLIConfiguration -ProxyPolicy NoProxy goes past it";

    /// <summary>Why a server cannot be reached, without what a proxy's password is.</summary>
    public string Words(Exception cause) =>
        StatusOf(cause) is { } status ? $"it answered with status {status}"
        : cause.InnerException is AuthenticationException tls
            ? $"it does not begin an encrypted connection, as https needs ({tls.Message.TrimEnd('.')})"
        : (cause.InnerException ?? cause).Message.TrimEnd('.');

    /// <summary>The cause where it may be shown: one that has the proxy's password may not.</summary>
    public Exception? Shown(Exception cause) => StatusOf(cause) is null ? cause : null;

    /// <summary>The proxy's address without user and password. The system names one also for what is bypassed.</summary>
    private string? Address =>
        IsAsked && WebRequest.GetSystemWebProxy() is var system && !system.IsBypassed(server)
            && system.GetProxy(server) is { } proxy
            ? proxy.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.StrongPort, UriFormat.UriEscaped)
            : null;

    /// <summary>What the proxy answered instead of a connection; null where it was not that.</summary>
    private string? StatusOf(Exception cause) =>
        Address is not null && cause is HttpRequestException { InnerException: null }
        && RefusalPattern.Match(cause.Message) is { Success: true } match
            ? match.Groups["status"].Value
            : null;
}
