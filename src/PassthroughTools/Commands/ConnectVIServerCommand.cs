using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using PassthroughTools.Binding;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Connects a local store, a control plane or a vSphere, or a rehearsal of one.</summary>
/// <remarks>
///   <para>A path that ends in .json is a local store: a JSON file with a journal beside it. What is connected becomes a default
///   server of this runspace, on which all cmdlets work unless -Server names others.</para>
///   <para>-Rehearsal reads the target once and works on a copy in memory: every operation is decided by the same rules, nothing
///   reaches the target, and Get-PassthroughEvent lists what would have changed. The environment variable
///   PASSTHROUGHTOOLS_REHEARSAL does the same for a script that is not to be edited: 1 makes every connection a rehearsal of its
///   own target, a path makes it a rehearsal of that store. Then all connections of the process to one target are the same
///   rehearsal, in parallel blocks and thread jobs too; it goes on after Disconnect-VIServer, until Remove-Module.</para>
///   <para>A connection works in every runspace of its process: in ForEach-Object -Parallel and thread jobs give it with
///   -Server $using:server. Names without -Server mean the servers that the runspace itself has connected.</para>
///   <para>An address that begins with http:// or https:// is a control plane: a server with which a team shares one inventory.
///   It is asked with a token, which says who you are and what you may do; http is for a server on this machine only. Connecting
///   again with another token of the same user renews the connection.</para>
///   <para>A control plane that does not answer is asked again for 2 seconds when it is connected, and for 20 seconds by every
///   cmdlet later on; a progress bar says until when. One that takes a request and says nothing is given up after 30
///   seconds.</para>
///   <para>Any other name is a vCenter or an ESXi host, as in vcenter.domain.com, vcenter.domain.com:8443 or
///   https://vcenter.domain.com/sdk. It is asked with a user and a password, or with the id of a session that was begun
///   elsewhere, which goes on when this connection ends. What our rules refuse is refused before the server is asked; then the
///   server decides. A session that the server has ended is begun anew once, without a word. A server that says nothing is given
///   up after 30 seconds when it is connected, and later on after 300, or what Set-PowerCLIConfiguration
///   -WebOperationTimeoutSeconds says. All of this was tried on govmomi's simulator, and not yet on a real vCenter: see
///   docs/vsphere.md.</para>
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
///   <para>Connects a vCenter, and a rehearsal of it: a copy in memory, of which nothing reaches the vCenter.</para>
///   <code>
///   $credential = Get-Credential
///   $vcenter = Connect-VIServer vcenter.domain.com -Credential $credential
///   $rehearsal = Connect-VIServer vcenter.domain.com -Credential $credential -Rehearsal -NotDefault
///   Get-VM -Server $rehearsal | Stop-VM -Confirm:$false
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
    /// <summary>
    /// The paths or addresses to connect. A path that ends in .json is a local store; what begins with http:// or https:// is a
    /// control plane; any other name, and an address that ends in /sdk, is a vCenter or ESXi host.
    /// </summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] Server { get; set; } = [];

    /// <summary>The port of a control plane or vSphere, where the address does not have it. A local store ignores it.</summary>
    [Parameter]
    public int Port { get; set; }

    /// <summary>http or https, where the address of a control plane does not say it. A local store ignores it.</summary>
    [Parameter]
    [ValidateSet("http", "https")]
    public string? Protocol { get; set; }

    /// <summary>
    /// User name and password. For a control plane the password is the token, which must be the user's. A local store takes the
    /// user name as the one that changes are recorded for. A vSphere asks for one where none is given.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// The user that changes are recorded for. For a control plane the token must be this user's; without it the token alone says
    /// who it is. For a local store it is who runs this session where neither this nor -Credential is given.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [Alias("Username")]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>
    /// The token of a control plane, or the password of a vSphere, in plain text; -Token or -Credential keep it off the command
    /// line. A local store ignores it.
    /// </summary>
    [Parameter]
    public string? Password { get; set; }

    /// <summary>
    /// The id of an existing session: of a vSphere as PowerCLI tells it, for a control plane the token. A local store ignores it.
    /// </summary>
    [Parameter]
    [Alias("SessionId")]
    public string? Session { get; set; }

    /// <summary>
    /// The token of a control plane. Without it, a password or a session, the environment variable PASSTHROUGHTOOLS_TOKEN may
    /// hold one.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>
    /// Takes whatever certificate a control plane or vSphere shows. For trials only: whoever answers there gets the token or
    /// password. Where -CertificateThumbprint is given, that one counts.
    /// </summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>
    /// The thumbprint (SHA-1 or SHA-256) of the one certificate of a control plane or vSphere that is trusted. The error
    /// CertificateUntrusted names it: compare it with the one that the server's administrator knows.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    /// <summary>Leaves the default servers as they are: the server is used only where -Server names it.</summary>
    [Parameter]
    public SwitchParameter NotDefault { get; set; }

    /// <summary>
    /// Creates the store where there is none; its folder must exist. For a control plane or vSphere it takes whatever certificate
    /// is shown, as -SkipCertificateCheck does.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>What the targets are, where their form does not tell.</summary>
    [Parameter]
    [Takes(typeof(BackendKind), IsOne = true)]
    public BackendKind? Backend { get; set; }

    /// <summary>Works on a copy in memory; nothing reaches the target.</summary>
    [Parameter]
    public SwitchParameter Rehearsal { get; set; }

    /// <summary>
    /// A catalog file of your own, whose entries add to the built-in capability catalog or take the place of its entries. Without
    /// it the environment variable PASSTHROUGHTOOLS_CATALOG may name one. For stores and rehearsals: a control plane decides by
    /// its own catalog, which its operator sets with its option --catalog.
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
        bool isShared = RehearsalSetting.IsOn(out var store);
        if (isShared)
        {
            rehearses = true;
            WriteWarning(store is null
                ? $"{RehearsalSetting.Variable} is set: '{target}' is rehearsed. Nothing reaches it."
                : $"{RehearsalSetting.Variable} is set: store '{store}' is rehearsed in the place of '{target}'. Nothing "
                    + "reaches either.");
        }

        var given = Credential?.UserName ?? User;
        if (given is not null && (string.IsNullOrWhiteSpace(given) || given.Any(char.IsControl)))
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"'{given}' is no user name. Changes are recorded for it: give one without control characters.", given);
        Catalog? catalog = null;
        var connector = (store is null ? Backend : BackendKind.JsonStore) is { } kind
            ? Connector.For(kind)
            : Connector.For(target, FileSystemPath);
        var watch = Stopwatch.StartNew();
        var options = new ConnectOptions
        {
            Target = target,
            Store = store,
            IsRehearsal = rehearses,
            IsShared = isShared,
            User = given,
            Protocol = Protocol,
            Port = Port,
            Token = Token,
            Credential = Credential,
            Password = Password,
            Session = Session,
            SkipCertificateCheck = SkipCertificateCheck || Force || PowerCLIConfiguration.TakesCertificates,
            WarnOfCertificate = SkipCertificateCheck || Force || PowerCLIConfiguration.WarnsOfCertificates,
            CertificateThumbprint = CertificateThumbprint,
            Force = Force,
            CatalogPath = CatalogPath,
            Catalog = () => catalog = SessionCatalog.Load(CatalogPath, FileSystemPath),
            FileSystemPath = FileSystemPath,
            Ask = AskCredential,
            Warn = WriteWarning,
            StopToken = StopToken,
        };
        var connected = Wait.For(() => Task.FromResult(connector.Connect(options)));
        var (hosts, machines) = (connected.Last.Hosts.Count, connected.Last.VMs.Count);
        Say(FormattableString.Invariant(
            $"Connected {connected.Name} in {watch.ElapsedMilliseconds} ms: {hosts} hosts, {machines} machines"));
        if (CatalogPath is not null && !ReferenceEquals(connected.Last.Catalog, catalog))
            WriteWarning(
                $"'{connected.Name}' is connected already and keeps its catalog: '{CatalogPath}' is not used. To use it, "
                + $"disconnect first: Disconnect-VIServer '{connected.Name}'");
        if (isShared && connected.HasChanged)
            WriteWarning(
                $"The rehearsal of '{connected.Name}' goes on from what this process has rehearsed. To begin anew: "
                + "Remove-Module PassthroughTools");
        SessionTable.Current.Add(connected, !NotDefault, SessionState);
        if (!NotDefault
            && SessionTable.Current.Defaults.FirstOrDefault(server => server.IsRehearsal != connected.IsRehearsal) is { } other)
            WriteWarning(
                $"'{(rehearses ? other : connected).Name}' is no rehearsal and a default server too: cmdlets without -Server "
                + "change it. Connect with -NotDefault, or disconnect one of the two.");
        WriteObject(connected);
    }

    private PSCredential? AskCredential(string words, string? user)
    {
        try
        {
            return Host.UI?.PromptForCredential("Connect-VIServer", words, user ?? "", "");
        }
        catch (Exception e) when (e is PSInvalidOperationException or HostException or NotImplementedException)
        {
            // Nobody sits there, as in a scheduled task.
            return null;
        }
    }
}
