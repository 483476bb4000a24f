using System.Collections.Concurrent;
using System.Management.Automation;
using Newtonsoft.Json;
using PassthroughTools.Backends;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.Planning.Execution;
using PassthroughTools.State;
using PassthroughTools.Vim.Views;

namespace PassthroughTools.Sessions;

/// <summary>A connected server: a store, a control plane, a vSphere, or a rehearsal of one of them.</summary>
public sealed class VIServer
{
    private readonly Connector connector;
    private readonly long first;
    private IInventoryBackend backend;
    private IReadOnlyList<string> told;

    internal VIServer(string name, Connector connector, string user, bool isRehearsal, InventoryState state,
        IInventoryBackend backend)
    {
        this.connector = connector;
        this.backend = backend;
        Name = name;
        User = user;
        IsRehearsal = isRehearsal;
        Uid = state.Origin;
        Handle = new SessionBackend(backend, state);
        Actor = $"{user}@{Environment.MachineName}";
        IsConnected = true;
        first = state.Revision;
        told = Source?.LeftOut ?? [];
    }

    /// <summary>The path or address.</summary>
    public string Name { get; }

    /// <summary>The identifier that every Uid of its objects begins with.</summary>
    public string Uid { get; }

    /// <summary>The identifier of the connection: the same as Uid, as in PowerCLI.</summary>
    public string Id => Uid;

    /// <summary>The TCP port of a server; null for a store.</summary>
    public int? Port => connector.PortOf(Name);

    /// <summary>The server product's version; null where that is not known, as of a store and of a control plane.</summary>
    public string? Version { get; init; }

    /// <summary>The server product's build number; null where that is not known, as of a store and of a control plane.</summary>
    public string? Build { get; init; }

    /// <summary>
    /// The product: vpx for a vCenter, embeddedEsx for a host; null where that is not known, as of a store and of a control
    /// plane.
    /// </summary>
    public string? ProductLine { get; init; }

    /// <summary>The vCenter's own unique id; null where that is not known, as of a store and of a control plane.</summary>
    public string? InstanceUuid { get; init; }

    /// <summary>The server as VIM has it. Its Content knows no managers of a store or a control plane.</summary>
    [JsonIgnore]
    public ServiceInstance ExtensionData => new(new SessionViews(Last), ServiceInstance.Reference);

    /// <summary>What it is.</summary>
    public BackendKind Backend => connector.Kind;

    /// <summary>On whose behalf changes are made.</summary>
    public string User { get; }

    /// <summary>Whether changes stay in memory.</summary>
    public bool IsRehearsal { get; }

    /// <summary>Whether it is connected.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>How long operations take in this session, in seconds by operation name; see Set-PassthroughSimulation.</summary>
    public SortedMap<string, decimal> SimulatedSeconds => Handle.Seconds;

    /// <summary>The tasks that were started on it.</summary>
    internal TaskList Tasks { get; } = new();

    /// <summary>Of a rehearsal: the journals of the maintenance plans that were carried out in it, by the plans' ids.</summary>
    internal ConcurrentDictionary<string, PlanJournal> PlanJournals { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether it is the rehearsal that every runspace of the process shares; see <see cref="RehearsalSetting"/>.
    /// </summary>
    internal bool IsShared { get; set; }

    /// <summary>Whether anything was changed since it was connected.</summary>
    internal bool HasChanged => Last.Revision != first;

    internal SessionBackend Handle { get; private set; }

    /// <summary>The inventory as this session knows it last: as it was read, or as an operation left it since.</summary>
    internal InventoryState Last => Handle.Last;

    /// <summary>What changes on it.</summary>
    /// <exception cref="PassthroughException">NotSupportedByBackend.</exception>
    internal IChangeFeed Feed => backend as IChangeFeed ?? throw new PassthroughException(
        ErrorId.NotSupportedByBackend,
        $"'{Name}' cannot tell of changes: its backend ({Backend}) has no events. Read the objects again instead.", Name);

    /// <summary>Its own managed objects and tasks; null of a server that has none.</summary>
    internal IVimSource? Source => backend as IVimSource;

    /// <summary>Who a change is recorded for: the user and this machine.</summary>
    internal string Actor { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The name, and whether it is a rehearsal: the same for all users of one target.</summary>
    internal string Label => IsRehearsal ? $"{Name} (rehearsal)" : Name;

    /// <summary>Which control plane it is, whatever its address; null where that is not told.</summary>
    internal string? Instance { get; set; }

    /// <summary>Whether another connection is one to the same target.</summary>
    internal bool IsOfTarget(VIServer other) =>
        string.Equals(Label, other.Label, StringComparison.Ordinal) || (Instance is { } one && one == other.Instance);

    /// <summary>What it is called in a sentence.</summary>
    internal string Words => $"{(IsRehearsal ? "a rehearsal of " : "")}server '{Name}'";

    /// <summary>What -Server takes for it alone: its name, or its Uid where the name means another connection too.</summary>
    internal string Argument =>
        SessionTable.Current.Servers.Count(other => string.Equals(other.Name, Name, StringComparison.Ordinal)) > 1 ? Uid
        : WildcardPattern.ContainsWildcardCharacters(Name) ? WildcardPattern.Escape(Name)
        : Name;

    /// <summary>
    /// A text whose commands act on this server as they stand: they name it where a command without -Server acts on others too.
    /// </summary>
    internal string Advise(string text) => SessionTable.MeansOnly(this) ? text : AdvisedCommands.On(Argument, text);

    /// <summary>A refusal of which the commands act on this server.</summary>
    internal PassthroughException Advise(PassthroughException refusal) =>
        Advise(refusal.Message) is var text && text == refusal.Message ? refusal
        : new PassthroughException(refusal.Id, text, refusal.Target, refusal.InnerException);

    /// <summary>
    /// Whether a name or pattern means it: its path or address, a store's file name, a control plane's host with or without its
    /// port.
    /// </summary>
    internal bool IsNamed(NamePattern pattern) => pattern.Fits(Name) || connector.ShortNames(this).Any(pattern.Fits);

    /// <summary>Whether a text is its path or address in any form.</summary>
    internal bool IsTarget(string text, Func<string, string> fileSystemPath) => connector.IsTarget(text, this, fileSystemPath);

    /// <summary>Begins an operation.</summary>
    internal Task<IRunningOperation> BeginAsync(Operation operation, CancellationToken cancellationToken) =>
        Handle.BeginAsync(new OperationRequest(operation, Actor), cancellationToken);

    /// <summary>
    /// What could not be recorded when the inventory was last read, as far as this session was not told before.
    /// </summary>
    internal IEnumerable<string> TakeLeftOut()
    {
        if (Source is not { LeftOut: var now } || ReferenceEquals(now, told)) return [];
        var before = told;
        told = now;
        return now.Except(before, StringComparer.Ordinal).Select(words => $"'{Name}': {words}");
    }

    /// <summary>Goes on with a new connection to the same server, made with another token perhaps.</summary>
    internal void Renew(IInventoryBackend renewed, InventoryState state)
    {
        backend.Dispose();
        backend = renewed;
        told = Source?.LeftOut ?? [];
        Handle = new SessionBackend(renewed, state) { Seconds = Handle.Seconds };
    }

    internal void Disconnect()
    {
        IsConnected = false;
        Tasks.LeaveAll();
        Handle.Dispose();
    }
}
