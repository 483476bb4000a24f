using System.Text.RegularExpressions;
using PassthroughTools.Errors;

namespace PassthroughTools.Sessions;

/// <summary>The address of a control plane, from what Connect-VIServer is given.</summary>
internal static class ControlPlaneTarget
{
    /// <summary>The address of a URL, or of a host name with protocol and port.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: it is no such address.</exception>
    public static Uri AddressOf(string target, string? protocol, int port) =>
        AddressOf(target, protocol, port,
            "a control plane. Give one as in https://passthrough.domain.com:8443, without a user or a query");

    /// <summary>The address of a URL, or of a host name with protocol and port.</summary>
    /// <param name="target">The text.</param>
    /// <param name="protocol">The protocol where the text has none; https where none is given.</param>
    /// <param name="port">The port, or 0.</param>
    /// <param name="kind">Of what it shall be, and what to give, for the refusal.</param>
    /// <exception cref="PassthroughException">ValueInvalid: it is no such address.</exception>
    public static Uri AddressOf(string target, string? protocol, int port, string kind)
    {
        bool isUrl = target.IndexOf("://", StringComparison.Ordinal) >= 0;
        if (!Uri.TryCreate(isUrl ? target : $"{protocol ?? "https"}://{target}", UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            // A password may stand before the @.
            var shown = Regex.Replace(target, "(?<=//)[^/]*@", "***@", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            throw new PassthroughException(
                ErrorId.ValueInvalid, $"'{shown}' is no address of {kind}.", shown);
        }

        var built = new UriBuilder(address);
        if (protocol is not null)
        {
            if (address.IsDefaultPort) built.Port = -1;
            built.Scheme = protocol;
        }

        if (port > 0) built.Port = port;
        return built.Uri;
    }

    /// <summary>
    /// Whether a text is the address of a server in any form: with a slash at its end, or the protocol's own port.
    /// </summary>
    public static bool IsAddressOf(string text, string name) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && string.Equals(address.GetLeftPart(UriPartial.Path).TrimEnd('/'), name, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A server's host and port, which scripts cut out of a Uid as in PowerCLI, and what tells it from a vSphere there.
    /// </summary>
    public static string PlaceOf(string name)
    {
        var address = new Uri(name);
        var path = address.AbsolutePath.TrimEnd('/');
        return FormattableString.Invariant(
            $"{address.Host}:{address.Port}{path}/{nameof(BackendKind.ControlPlane)}={address.Scheme}");
    }

    /// <summary>The name of the server at a place.</summary>
    public static string NameAt(string place, string protocol) =>
        Uri.TryCreate($"{protocol}://{place}", UriKind.Absolute, out var address)
            ? address.GetLeftPart(UriPartial.Path).TrimEnd('/')
            : place;

    /// <summary>A server's name without its protocol; another name as it is.</summary>
    public static string ShortNameOf(string name)
    {
        int protocol = name.IndexOf("://", StringComparison.Ordinal);
        return protocol < 0 ? name : name.Substring(protocol + 3);
    }
}
