using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Planning.Search;

/// <summary>The hosts that the machines of a plan may go to, by cluster, with their free devices grouped into pools.</summary>
internal sealed class Destinations
{
    private static readonly DirectPathTechnology[] Requested = [DirectPathTechnology.Dynamic, DirectPathTechnology.Enhanced];

    private readonly InventoryState state;
    private readonly Dictionary<string, IReadOnlyList<Destination>> byCluster = new(StringComparer.Ordinal);
    private readonly Dictionary<(PciId, PciId, PciId, int?, string?, string?), string> keys = [];
    private readonly Dictionary<(DirectPathTechnology Technology, string Key), (string Name, DeviceKind Kind)> kinds = [];
    private readonly Numbering<string> likenesses = new();
    private readonly Numbering<string> alike = new();
    private readonly List<HostRecord> hosts = [];

    public Destinations(InventoryState state, IReadOnlyCollection<HostRecord> planned)
    {
        this.state = state;
        var ids = new HashSet<string>(planned.Select(static host => host.Id), StringComparer.Ordinal);
        foreach (var host in planned)
        {
            if (host.ClusterId is { } clusterId && !byCluster.ContainsKey(clusterId))
                byCluster.Add(clusterId, [.. Evacuation.Refuges(state, host).Where(other => !ids.Contains(other.Id)).Select(Of)]);
        }
    }

    /// <summary>All pools, by their number.</summary>
    public List<DevicePool> Pools { get; } = [];

    /// <summary>Where machines of a host may go, the hosts with the fewest machines first; none from a host of its own.</summary>
    public IReadOnlyList<Destination> From(HostRecord host) => host.ClusterId is { } clusterId ? byCluster[clusterId] : [];

    /// <summary>The host of a pool.</summary>
    public HostRecord HostOf(int pool) => hosts[pool];

    private Destination Of(HostRecord host)
    {
        var free = new SortedDictionary<string, (DeviceKind Kind, List<PciDeviceRecord> Devices)>(StringComparer.Ordinal);
        var present = new SortedSet<string>(StringComparer.Ordinal);
        var groups = new HashSet<PciAddress>();
        bool hasDependents = false;
        foreach (var device in host.Devices)
        {
            var key = KeyOf(device);
            present.Add(key);
            foreach (var technology in Requested)
            {
                if (!DeviceRequirements.IsAvailable(state, host, device, technology, null)) continue;

                // Of devices that depend on each other one counts: two machines cannot have one each.
                if (!groups.Add(device.DependentAddress ?? device.Address))
                {
                    hasDependents = true;
                    continue;
                }

                var (name, kind) = KindOf(technology, key, device);
                if (!free.TryGetValue(name, out var group)) free.Add(name, group = (kind, []));
                group.Devices.Add(device);
            }
        }

        // What Placement asks of a host beside its free devices; the largest MMIO region counts over all that a request accepts,
        // free or not.
        var like = new KeyText().Add(host.Version).Add(host.IommuEnabled).Add(host.Above4GDecoding);
        foreach (var key in present) like.Add(key);
        int likeness = likenesses.Of(like.ToString());
        var freeKey = new KeyText().Add(likeness).Add(host.ClusterId);
        int first = Pools.Count;
        foreach (var group in free)
        {
            freeKey.Add(group.Key).Add(group.Value.Devices.Count);
            hosts.Add(host);
            Pools.Add(new DevicePool(Pools.Count, group.Value.Kind, group.Value.Devices));
        }

        return new Destination(host, likeness, alike.Of(freeKey.ToString()), Pools.GetRange(first, Pools.Count - first))
        {
            HasDependents = hasDependents,
        };
    }

    private (string Name, DeviceKind Kind) KindOf(DirectPathTechnology technology, string key, PciDeviceRecord device)
    {
        if (!kinds.TryGetValue((technology, key), out var kind))
            kinds.Add((technology, key),
                kind = (technology + key, new DeviceKind(technology, device, MmioDemand.Of(state.Catalog, device))));
        return kind;
    }

    private string KeyOf(PciDeviceRecord device)
    {
        var values = (device.VendorId, device.DeviceId, device.ClassId, device.MmioSizeGB, device.HardwareLabel,
            device.DeviceClass);
        if (!keys.TryGetValue(values, out var key))
        {
            keys.Add(values,
                key =
                    new KeyText().Add(device.VendorId.Value).Add(device.DeviceId.Value).Add(device.ClassId.Value)
                        .Add(device.MmioSizeGB)
                .AddAnyCase(device.HardwareLabel).AddAnyCase(device.DeviceClass).ToString());
        }

        return key;
    }
}
