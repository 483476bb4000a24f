using PassthroughTools.Errors;

namespace PassthroughTools.Sessions;

/// <summary>The address of a vCenter or ESXi, from what Connect-VIServer is given.</summary>
internal static class VSphereTarget
{
    private const string Path = "/sdk";

    /// <summary>The endpoint of a host name, with or without a port, or of an address.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: it is none. CertificateUntrusted: it would get the password in the
    /// clear.</exception>
    public static Uri AddressOf(string target, string? protocol, int port)
    {
        var address = ControlPlaneTarget.AddressOf(target, protocol, port,
            "a vCenter or ESXi host. Give one as in vcenter.domain.com, without a user or a query");
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            throw new PassthroughException(
                ErrorId.CertificateUntrusted,
                $"'{target}' would get the password in the clear. Leave out http; it is for a server on this machine only.",
                target);
        }

        return new UriBuilder(address) { Path = Path }.Uri;
    }

    /// <summary>The server's name: its host, and its port where that is not the protocol's own.</summary>
    public static string NameOf(Uri address) => address.Scheme == Uri.UriSchemeHttp
        ? address.GetLeftPart(UriPartial.Authority)
        : address.IsDefaultPort ? address.Host : address.Authority;

    /// <summary>The server's host and port, which scripts cut out of a Uid as in PowerCLI; one without TLS says so.</summary>
    public static string PlaceOf(Uri address) => FormattableString.Invariant($"{address.Host}:{address.Port}")
        + (address.Scheme == Uri.UriSchemeHttp ? $"/{nameof(BackendKind.VSphere)}={Uri.UriSchemeHttp}" : "");

    /// <summary>The name of the server at a place; with TLS where its protocol is not told.</summary>
    public static string NameAt(string place, string protocol)
    {
        if (protocol.Length == 0) protocol = Uri.UriSchemeHttps;
        return Uri.TryCreate($"{protocol}://{place}", UriKind.Absolute, out var address) ? NameOf(address) : place;
    }
}
