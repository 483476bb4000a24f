using PassthroughTools.Backends.ControlPlane;
using PassthroughTools.Errors;

namespace PassthroughTools.Sessions;

/// <summary>Control planes: what begins with http:// or https:// and is no vSphere's /sdk.</summary>
internal sealed class ControlPlaneConnector : Connector
{
    public override BackendKind Kind => BackendKind.ControlPlane;

    public override VIServer Connect(ConnectOptions options)
    {
        var address = ControlPlaneTarget.AddressOf(options.Target, options.Protocol, options.Port);
        var settings = new ControlPlaneOptions
        {
            Address = address,
            Token = SessionToken.Of(
                options.Token, options.Credential, options.Password, options.Session,
                address.GetLeftPart(UriPartial.Path).TrimEnd('/')),
            User = options.User,
            SkipCertificateCheck = options.SkipCertificateCheck,
            CertificateThumbprint = options.CertificateThumbprint,
            NoProxy = PowerCLIConfiguration.BypassesProxy,
        };
        CertificateChoice.Check(options, settings.Name, address);
        if (!options.IsRehearsal) KeepServersCatalog(options, settings.Name);
        var backend = ControlPlaneBackend.ConnectAsync(
            settings, options.IsRehearsal ? options.Catalog() : null,
            session => Origin(session.Name, ControlPlaneTarget.PlaceOf(settings.Name), options.IsRehearsal), options.StopToken)
            .GetAwaiter().GetResult();
        var state = backend.ReadAsync(options.StopToken).GetAwaiter().GetResult();
        var known = SessionTable.Current.FindByOrigin(state.Origin);
        if (options.IsRehearsal)
        {
            backend.Dispose();
            return known ?? Rehearsal(options, settings.Name, backend.Session.Name, state);
        }

        // The token may be a new one: the old one has expired perhaps.
        if (known is null) known = Server(settings.Name, backend.Session.Name, isRehearsal: false, state, backend);
        else known.Renew(backend, state);
        known.Instance = backend.Session.Server;
        return known;
    }

    public override IEnumerable<string> ShortNames(VIServer server) =>
        [ControlPlaneTarget.ShortNameOf(server.Name), new Uri(server.Name).Host];

    public override int? PortOf(string name) => new Uri(name).Port;

    public override bool IsTarget(string text, VIServer server, Func<string, string> fileSystemPath) =>
        ControlPlaneTarget.IsAddressOf(text, server.Name);

    /// <summary>What is shown here is what the server decides by: its own catalog. A rehearsal decides here.</summary>
    /// <exception cref="PassthroughException">NotSupportedByBackend.</exception>
    private static void KeepServersCatalog(ConnectOptions options, string server)
    {
        if (options.CatalogPath is { } path)
        {
            throw new PassthroughException(
                ErrorId.NotSupportedByBackend,
                $"'{server}' decides by its own catalog, so that '{path}' is not used for it. Leave out -CatalogPath, or try "
                + "the catalog "
                + "with -Rehearsal. The server's operator sets its catalog with its option --catalog.",
                path);
        }

        if (SessionCatalog.FromEnvironment is { } file)
        {
            options.Warn(
                $"{SessionCatalog.Variable} names '{file}', which is not used for "
                + $"'{server}': it decides by its own catalog, which its "
                + "operator sets with its option --catalog.");
        }
    }

    private protected override bool Recognises(string target, Func<string, string> fileSystemPath) =>
        (target.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        && !target.TrimEnd('/').EndsWith("/sdk", StringComparison.OrdinalIgnoreCase);
}
