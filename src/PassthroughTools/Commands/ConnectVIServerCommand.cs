using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PassthroughTools.Backends.ControlPlane;
using PassthroughTools.Backends.InMemory;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Sessions;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>Connects a local store or a control plane, or a rehearsal of one.</summary>
/// <remarks>
///   <para>A path that ends in .json is a local store: a JSON file with a journal beside it. What is connected becomes a default
///   server of this runspace, on which all cmdlets work unless -Server names others.</para>
///   <para>-Rehearsal reads the target once and works on a copy in memory: every operation is decided by the same rules, nothing
///   reaches the target, and Get-PassthroughEvent lists what would have changed. The environment variable
///   PASSTHROUGHTOOLS_REHEARSAL does the same for a script that is not to be edited: 1 makes every connection a rehearsal of its
///   own target, a path makes it a rehearsal of that store.</para>
///   <para>An address that begins with http:// or https:// is a control plane: a server with which a team shares one inventory. It is
///   asked with a token, which says who you are and what you may do; http is for a server on this machine only. Connecting again with
///   another token of the same user renews the connection.</para>
///   <para>vSphere targets are recognised and refused: this version does not have them.</para>
/// </remarks>
/// <example>
///   <para>Creates a store where there is none, and connects it.</para>
///   <code>Connect-VIServer ./lab.json -Force</code>
/// </example>
/// <example>
///   <para>Connects a control plane with a token that is asked for.</para>
///   <code>
///   $token = Read-Host -Prompt Token -AsSecureString
///   Connect-VIServer https://passthrough.domain.com:8443 -Token $token
///   </code>
/// </example>
/// <example>
///   <para>Rehearses on a copy of the store in memory, with no other server connected, and shows what would have changed.</para>
///   <code>
///   Disconnect-VIServer * -Confirm:$false
///   Connect-VIServer ./lab.json -Rehearsal
///   Start-VM gpu-01
///   Get-PassthroughEvent
///   </code>
/// </example>
/// <example>
///   <para>Connects a second store beside the default one and compares the machines of both.</para>
///   <code>
///   $copy = Connect-VIServer ./copy.json -NotDefault
///   Compare-Object (Get-VM) (Get-VM -Server $copy) -Property Name, PowerState
///   </code>
/// </example>
/// <example>
///   <para>Adds what your own catalog file knows to the capability catalog.</para>
///   <code>
///   Connect-VIServer ./lab.json -CatalogPath ./our-catalog.json
///   Get-PassthroughCapability -Model our-*
///   </code>
/// </example>
[Cmdlet(VerbsCommunications.Connect, "VIServer", DefaultParameterSetName = "Default")]
[OutputType(typeof(VIServer))]
public sealed class ConnectVIServerCommand : PassthroughCmdlet
{
    private const int Sha1Digits = 40, Sha256Digits = 64;

    /// <summary>
    /// The paths or addresses to connect. A path that ends in .json is a local store; what begins with http:// or https:// is a control
    /// plane.
    /// </summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] Server { get; set; } = [];

    /// <summary>The port of a control plane, where the address does not have it. A local store ignores it.</summary>
    [Parameter]
    public int Port { get; set; }

    /// <summary>http or https, where the address of a control plane does not say it. A local store ignores it.</summary>
    [Parameter]
    [ValidateSet("http", "https")]
    public string? Protocol { get; set; }

    /// <summary>
    /// User name and password. For a control plane the password is the token, which must be the user's. A local store takes the user
    /// name as the one that changes are recorded for.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// The user that changes are recorded for. For a control plane the token must be this user's; without it the token alone says who
    /// it is. For a local store it is who runs this session where neither this nor -Credential is given.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [Alias("Username")]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>The token of a control plane in plain text; -Token keeps it off the command line. A local store ignores it.</summary>
    [Parameter]
    public string? Password { get; set; }

    /// <summary>The id of an existing session, which for a control plane is the token. A local store ignores it.</summary>
    [Parameter]
    [Alias("SessionId")]
    public string? Session { get; set; }

    /// <summary>
    /// The token of a control plane. Without it, a password or a session, the environment variable PASSTHROUGHTOOLS_TOKEN may hold
    /// one.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>
    /// Takes whatever certificate a control plane shows. For trials only: whoever answers there gets the token. Where
    /// -CertificateThumbprint is given, that one counts.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>
    /// The thumbprint (SHA-1 or SHA-256) of the one certificate of a control plane that is trusted. The error CertificateUntrusted
    /// names it: compare it with the one that the server's administrator knows.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    /// <summary>Leaves the default servers as they are: the server is used only where -Server names it.</summary>
    [Parameter]
    public SwitchParameter NotDefault { get; set; }

    /// <summary>Creates the store where there is none. Its folder must exist.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>What the targets are, where their form does not tell.</summary>
    [Parameter]
    public BackendKind? Backend { get; set; }

    /// <summary>Works on a copy in memory; nothing reaches the target.</summary>
    [Parameter]
    public SwitchParameter Rehearsal { get; set; }

    /// <summary>
    /// A catalog file of your own, whose entries add to the built-in capability catalog or take the place of its entries. Without it
    /// the environment variable PASSTHROUGHTOOLS_CATALOG may name one.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CatalogPath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var target in Server) Attempt(() => Connect(target));
    }

    private void Connect(string target)
    {
        bool rehearses = Rehearsal;
        if (RehearsalSetting.IsOn(out var store))
        {
            rehearses = true;
            WriteWarning(store is null
                ? $"{RehearsalSetting.Variable} is set: '{target}' is rehearsed. Nothing reaches it."
                : $"{RehearsalSetting.Variable} is set: store '{store}' is rehearsed in the place of '{target}'. Nothing reaches either.");
        }

        var kind = store is not null ? BackendKind.JsonStore : Backend ?? ServerTarget.KindOf(target);
        if (kind == BackendKind.VSphere)
        {
            throw new PassthroughException(
                ErrorId.NotSupportedByBackend,
                $"'{target}' is a vSphere target, and this version of PassthroughTools connects local stores and control planes only. Give a path that ends in .json, or an address that begins with https://.",
                target);
        }

        var given = Credential?.UserName ?? User;
        if (given is not null && (string.IsNullOrWhiteSpace(given) || given.Any(char.IsControl)))
            throw new PassthroughException(ErrorId.ValueInvalid, $"'{given}' is no user name. Changes are recorded for it: give one without control characters.", given);
        var connected = kind == BackendKind.ControlPlane ? ControlPlane(target, given, rehearses) : Store(target, store, given ?? Environment.UserName, rehearses);
        SessionTable.Current.Add(connected, !NotDefault, SessionState);
        if (!NotDefault && SessionTable.Current.Defaults.FirstOrDefault(server => server.IsRehearsal != connected.IsRehearsal) is { } other)
            WriteWarning($"'{(rehearses ? other : connected).Name}' is no rehearsal and a default server too: cmdlets without -Server change it. Connect with -NotDefault, or disconnect one of the two.");
        WriteObject(connected);
    }

    private VIServer ControlPlane(string target, string? user, bool rehearses)
    {
        var address = ControlPlaneTarget.AddressOf(target, Protocol, Port);
        var options = new ControlPlaneOptions
        {
            Address = address,
            Token = SessionToken.Of(Token, Credential, Password, Session, address.GetLeftPart(UriPartial.Path).TrimEnd('/')),
            User = user,
            SkipCertificateCheck = SkipCertificateCheck,
            CertificateThumbprint = CertificateThumbprint,
        };
        if (CertificateThumbprint is { } thumbprint && thumbprint.Count(Uri.IsHexDigit) is not (Sha1Digits or Sha256Digits))
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"'{thumbprint}' is no thumbprint of a certificate. Give its {Sha1Digits} (SHA-1) or {Sha256Digits} (SHA-256) hexadecimal digits, as the message of a refused certificate has them.",
                thumbprint);
        }

        if (SkipCertificateCheck && CertificateThumbprint is null)
            WriteWarning($"The certificate of '{options.Name}' is not checked: whoever answers there gets the token.");
        var backend = ControlPlaneBackend.ConnectAsync(
            options, SessionCatalog.Load(CatalogPath, FileSystemPath), session => Origin(session.Name, options.Name, rehearses), StopToken).GetAwaiter().GetResult();
        var state = backend.ReadAsync(StopToken).GetAwaiter().GetResult();
        var known = SessionTable.Current.FindByOrigin(state.Origin);
        if (rehearses)
        {
            backend.Dispose();
            return known ?? new VIServer(options.Name, BackendKind.ControlPlane, backend.Session.Name, isRehearsal: true, state.Origin, new InMemoryBackend(options.Name, state));
        }

        if (known is null) return new VIServer(options.Name, BackendKind.ControlPlane, backend.Session.Name, isRehearsal: false, state.Origin, backend);

        // The token may be a new one: the old one has expired perhaps.
        known.Renew(backend);
        return known;
    }

    private VIServer Store(string target, string? store, string user, bool rehearses)
    {
        var path = FileSystemPath(store ?? target);
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                store is null
                    ? $"'{target}' is no store: a store's path ends in .json."
                    : $"{RehearsalSetting.Variable} is '{store}', which is neither 1 nor the path of a store: a store's path ends in .json. Set it to one of them, or remove it.",
                store ?? target);
        }

        if (store is not null && !File.Exists(path))
        {
            throw new PassthroughException(
                ErrorId.StoreNotFound,
                $"{RehearsalSetting.Variable} is '{store}', and there is no store '{path}'. Set it to the path of a store, or to 1 to rehearse '{target}' itself, or remove it.",
                store);
        }

        var origin = Origin(user, path, rehearses);
        return SessionTable.Current.FindByOrigin(origin) ?? Open(path, user, rehearses, origin);
    }

    private VIServer Open(string path, string user, bool rehearses, string origin)
    {
        var catalog = SessionCatalog.Load(CatalogPath, FileSystemPath) ?? Catalog.BuiltIn;
        if (Force && rehearses && !File.Exists(path))
        {
            if (Directory.Exists(Path.GetDirectoryName(path))) return Rehearsed(InventoryState.Empty(catalog, origin));
            throw new PassthroughException(ErrorId.StoreNotFound, $"Store '{path}' could not be created: its folder does not exist. Create the folder first.", path);
        }

        if (Force && !rehearses) JsonStoreBackend.CreateIfMissing(path, catalog, StopToken);
        var store = JsonStoreBackend.Open(path, catalog, origin);
        if (!rehearses) return new VIServer(path, BackendKind.JsonStore, user, isRehearsal: false, origin, store);
        using (store) return Rehearsed(store.ReadAsync(StopToken).GetAwaiter().GetResult());

        VIServer Rehearsed(InventoryState state) => new(path, BackendKind.JsonStore, user, isRehearsal: true, origin, new InMemoryBackend(path, state));
    }

    private static string Origin(string user, string name, bool rehearses) => $"/VIServer={user}@{name}{(rehearses ? "#rehearsal" : "")}/";
}
