using System.Net;
using PassthroughTools.Backends.VSphere;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Importing;

namespace PassthroughTools.Sessions;

/// <summary>vCenters and ESXi hosts: a host name, or an address that ends in /sdk.</summary>
internal sealed class VSphereConnector : Connector
{
    public override BackendKind Kind => BackendKind.VSphere;

    public override VIServer Connect(ConnectOptions options)
    {
        var address = VSphereTarget.AddressOf(options.Target, options.Protocol, options.Port);
        string name = VSphereTarget.NameOf(address);
        CertificateChoice.Check(options, name, address);
        var credential = options.Session is null ? CredentialOf(options, name) : null;
        var settings = new VSphereOptions
        {
            Name = name,
            Address = address,
            User = credential?.UserName,
            Password = credential?.Password,
            SessionId = options.Session,
            SkipCertificateCheck = options.SkipCertificateCheck,
            CertificateThumbprint = options.CertificateThumbprint,
            NoProxy = PowerCLIConfiguration.BypassesProxy,
            CallTime = PowerCLIConfiguration.OperationTime,
        };
        var backend = VSphereBackend.ConnectAsync(
            settings,
            options.Catalog() ?? Catalog.BuiltIn,
            user => Origin(user, VSphereTarget.PlaceOf(address), options.IsRehearsal),
            options.StopToken).GetAwaiter().GetResult();
        foreach (var words in backend.LeftOut) options.Warn($"'{name}': {words}");
        var state = backend.Last;
        var known = SessionTable.Current.FindByOrigin(state.Origin);
        if (options.IsRehearsal)
        {
            backend.Dispose();
            return known ?? Rehearsal(options, name, backend.User, InventoryCopy.Of(state));
        }

        if (known is not null)
        {
            known.Renew(backend, state);
            return known;
        }

        var about = backend.About;
        return new VIServer(name, this, backend.User, isRehearsal: false, state, backend)
        {
            Version = about.Version, Build = about.Build, ProductLine = about.ProductLineId, InstanceUuid = about.InstanceUuid,
        };
    }

    public override IEnumerable<string> ShortNames(VIServer server) => [VSphereTarget.AddressOf(server.Name, null, 0).Host];

    public override int? PortOf(string name) => VSphereTarget.AddressOf(name, null, 0).Port;

    public override bool IsTarget(string text, VIServer server, Func<string, string> fileSystemPath)
    {
        try
        {
            return string.Equals(VSphereTarget.NameOf(VSphereTarget.AddressOf(text, null, 0)), server.Name,
                StringComparison.OrdinalIgnoreCase);
        }
        catch (PassthroughException)
        {
            return false;
        }
    }

    private protected override bool Recognises(string target, Func<string, string> fileSystemPath) => true;

    /// <summary>Who logs in: as given, or as whoever sits there says.</summary>
    /// <exception cref="PassthroughException">AuthenticationFailed: nobody says it.</exception>
    private static NetworkCredential CredentialOf(ConnectOptions options, string name)
    {
        if (options.Credential?.GetNetworkCredential() is { } given)
            return new NetworkCredential(options.Credential.UserName, given.Password);
        if (options is { User: { } user, Password: { } password }) return new NetworkCredential(user, password);
        if (options.Ask($"Log in to '{name}'.", options.User) is { } asked)
            return new NetworkCredential(asked.UserName, asked.GetNetworkCredential().Password);
        throw new PassthroughException(
            ErrorId.AuthenticationFailed,
            $"'{name}' needs a user and a password: Connect-VIServer {name} -Credential (Get-Credential)",
            name);
    }
}
