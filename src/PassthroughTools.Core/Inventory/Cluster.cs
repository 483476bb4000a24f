using Newtonsoft.Json;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Inventory;

/// <summary>A cluster.</summary>
public sealed class Cluster : InventoryObject
{
    private Vim.Views.ClusterComputeResource? extensionData;

    private readonly ClusterRecord record;

    internal Cluster(InventoryState state, ClusterRecord record)
        : base(state, nameof(Cluster)) => this.record = record;

    /// <inheritdoc/>
    public override string Id => record.Id;

    /// <inheritdoc/>
    public override string Name => record.Name;

    /// <summary>It as VIM has it; a property is made when it is first read.</summary>
    [JsonIgnore]
    public Vim.Views.ClusterComputeResource? ExtensionData =>
        extensionData ??= ViewClients.Of(this) is { } client
            ? new Vim.Views.ClusterComputeResource(client, MoRefs.Of(Id, nameof(Vim.Views.ClusterComputeResource)))
            : null;

    /// <summary>Whether DRS is on; null where it is not known.</summary>
    [JsonIgnore]
    public bool? DrsEnabled => record.Services?.DrsEnabled;

    /// <summary>How far DRS acts by itself; null where it is not known.</summary>
    [JsonIgnore]
    public DrsAutomationLevel? DrsAutomationLevel => record.Services?.DrsAutomationLevel;

    /// <summary>As DrsAutomationLevel, whose older name it is in PowerCLI.</summary>
    [JsonIgnore]
    public DrsAutomationLevel? DrsMode => DrsAutomationLevel;

    /// <summary>
    /// The key of the EVC mode in force, such as intel-icelake; null where EVC is off, or where it is not known.
    /// </summary>
    [JsonIgnore]
    public string? EVCMode => record.Services?.EvcMode;

    /// <summary>Whether HA is on; null where it is not known.</summary>
    [JsonIgnore]
    public bool? HAEnabled => record.Services?.HaEnabled;

    /// <summary>How many hosts' failure HA must bear; null where it is not known.</summary>
    [JsonIgnore]
    public int? HAFailoverLevel => record.Services?.HaFailoverLevel;

    /// <summary>Whether HA refuses starts that would leave too little for a failover; null where it is not known.</summary>
    [JsonIgnore]
    public bool? HAAdmissionControlEnabled => record.Services?.HaAdmissionControlEnabled;

    /// <summary>What HA does with the machines of a host that is isolated; null where it is not known.</summary>
    [JsonIgnore]
    public HAIsolationResponse? HAIsolationResponse => record.Services?.HaIsolationResponse;

    /// <summary>In which order HA starts machines again; null where it is not known.</summary>
    [JsonIgnore]
    public HARestartPriority? HARestartPriority => record.Services?.HaRestartPriority;

    /// <summary>Whether vSAN is on; null where it is not known.</summary>
    [JsonIgnore]
    public bool? VsanEnabled => record.Services?.VsanEnabled;

    /// <summary>The hosts of the cluster.</summary>
    [JsonIgnore]
    public TextList<VMHost> VMHosts =>
        [.. ReadFrom.Hosts.Values.Where(host => string.Equals(host.ClusterId, Id, System.StringComparison.Ordinal))
            .Select(host => new VMHost(ReadFrom, host))];
}
