using Newtonsoft.Json;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Inventory;

/// <summary>A cluster.</summary>
public sealed class Cluster : InventoryObject
{
    private readonly ClusterRecord record;

    internal Cluster(InventoryState state, ClusterRecord record)
        : base(state, nameof(Cluster)) => this.record = record;

    /// <inheritdoc/>
    public override string Id => record.Id;

    /// <inheritdoc/>
    public override string Name => record.Name;

    /// <summary>The hosts of the cluster.</summary>
    [JsonIgnore]
    public TextList<VMHost> VMHosts =>
        [.. ReadFrom.Hosts.Values.Where(host => string.Equals(host.ClusterId, Id, System.StringComparison.Ordinal)).Select(host => new VMHost(ReadFrom, host))];
}
