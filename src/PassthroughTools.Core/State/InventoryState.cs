using System.Globalization;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;

namespace PassthroughTools.State;

/// <summary>
/// The whole inventory at one revision. Immutable: a change gives another state that shares what did not change, so that a
/// pipeline object may keep the state it was read from.
/// </summary>
public sealed class InventoryState
{
    // Far more ids than are ever given, and far from where counting would overflow. A larger number was made up by somebody else.
    private const long MaxCountedId = 1L << 52;

    private static readonly IReadOnlyList<string> NoIds = [];

    private SortedMap<string, string[]> clusterIdsByName = ByName();
    private SortedMap<string, string[]> hostIdsByName = ByName();
    private SortedMap<string, string[]> vmIdsByName = ByName();
    private SortedMap<string, string[]> vmIdsByHost = SortedMap<string, string[]>.Empty(IdComparer.Instance);
    private SortedMap<DeviceRef, string[]> holders = SortedMap<DeviceRef, string[]>.Empty(DeviceRef.Order);

    private InventoryState(Catalog catalog, string origin)
    {
        Catalog = catalog;
        Origin = origin;
    }

    private InventoryState(InventoryState other)
    {
        Catalog = other.Catalog;
        Origin = other.Origin;
        Revision = other.Revision;
        NextId = other.NextId;
        Clusters = other.Clusters;
        Hosts = other.Hosts;
        VMs = other.VMs;
        clusterIdsByName = other.clusterIdsByName;
        hostIdsByName = other.hostIdsByName;
        vmIdsByName = other.vmIdsByName;
        vmIdsByHost = other.vmIdsByHost;
        holders = other.holders;
        Unread = other.Unread;
    }

    /// <summary>How many changes were committed to reach this state.</summary>
    public long Revision { get; private set; }

    /// <summary>The number that the next new object's id ends with.</summary>
    public long NextId { get; private set; } = 1;

    /// <summary>The capability catalog that applies.</summary>
    public Catalog Catalog { get; private set; }

    /// <summary>Where the state was read, as the head of every object's Uid.</summary>
    public string Origin { get; private set; }

    /// <summary>The clusters by id.</summary>
    public SortedMap<string, ClusterRecord> Clusters { get; private set; } = SortedMap<string, ClusterRecord>.Empty(
        IdComparer.Instance);

    /// <summary>The hosts by id.</summary>
    public SortedMap<string, HostRecord> Hosts { get; private set; } = SortedMap<string, HostRecord>.Empty(IdComparer.Instance);

    /// <summary>The virtual machines and templates by id.</summary>
    public SortedMap<string, VMRecord> VMs { get; private set; } = SortedMap<string, VMRecord>.Empty(IdComparer.Instance);

    /// <summary>The machines that are there and could not be recorded; of a server only, and not kept in a store.</summary>
    internal IReadOnlyList<UnreadVM> Unread { get; private set; } = [];

    /// <summary>An inventory with nothing in it.</summary>
    public static InventoryState Empty(Catalog catalog, string origin = "") => new(catalog, origin);

    /// <summary>An inventory of records in any order.</summary>
    /// <exception cref="FormatException">
    /// An id occurs twice, a reference points nowhere, or two virtual machines that run hold one device; the message says which.
    /// </exception>
    public static InventoryState Create(
        Catalog catalog,
        string origin,
        long revision,
        long nextId,
        IReadOnlyCollection<ClusterRecord> clusters,
        IReadOnlyCollection<HostRecord> hosts,
        IReadOnlyCollection<VMRecord> vms)
    {
        var state = new InventoryState(catalog, origin)
        {
            Revision = revision,
            NextId = nextId,
            Clusters = Map(clusters, static cluster => cluster.Id),
            Hosts = Map(hosts, static host => host.Id),
            VMs = Map(vms, static vm => vm.Id),
            clusterIdsByName = Index(clusters, static cluster => cluster.Name, static cluster => cluster.Id,
                StringComparer.OrdinalIgnoreCase),
            hostIdsByName = Index(hosts, static host => host.Name, static host => host.Id, StringComparer.OrdinalIgnoreCase),
            vmIdsByName = Index(vms, static vm => vm.Name, static vm => vm.Id, StringComparer.OrdinalIgnoreCase),
            vmIdsByHost = Index(vms, static vm => vm.HostId, static vm => vm.Id, IdComparer.Instance),
        };

        var held = new Dictionary<DeviceRef, string[]>();
        foreach (var vm in vms)
        {
            foreach (var device in HeldBy(vm))
                held[device] = held.TryGetValue(device, out var ids) ? state.WithHolder(device, ids, vm) : [vm.Id];
        }

        state.holders = SortedMap<DeviceRef, string[]>.Create([.. held], DeviceRef.Order);
        foreach (var cluster in clusters) state.CountId(cluster.Id);
        foreach (var host in hosts)
        {
            state.CheckReferences(host);
            state.CountId(host.Id);
        }

        foreach (var vm in vms)
        {
            state.CheckReferences(vm);
            state.CountIds(vm);
        }

        return state;
    }

    /// <summary>The clusters with a name, whatever its case.</summary>
    public IEnumerable<ClusterRecord> ClustersNamed(string name) => Ids(clusterIdsByName, name).Select(id => Clusters.Find(id)!);

    /// <summary>The hosts with a name, whatever its case.</summary>
    public IEnumerable<HostRecord> HostsNamed(string name) => Ids(hostIdsByName, name).Select(id => Hosts.Find(id)!);

    /// <summary>The virtual machines and templates with a name, whatever its case.</summary>
    public IEnumerable<VMRecord> VMsNamed(string name) => Ids(vmIdsByName, name).Select(id => VMs.Find(id)!);

    /// <summary>The virtual machines and templates on a host.</summary>
    public IEnumerable<VMRecord> VMsOn(string hostId) => Ids(vmIdsByHost, hostId).Select(id => VMs.Find(id)!);

    /// <summary>
    /// The virtual machine that has a device, or null: of several that are configured with it the one that runs, else the first.
    /// </summary>
    public VMRecord? OwnerOf(DeviceRef device)
    {
        VMRecord? owner = null;
        foreach (var vm in HoldersOf(device)) owner = owner is null || vm.PowerState != VMPowerState.PoweredOff ? vm : owner;
        return owner;
    }

    /// <summary>Whether a device is in use by something that is not in the inventory.</summary>
    internal bool IsOwnerUnknown(string hostId, PciDeviceRecord device) =>
        device.OwnerUnknown && OwnerOf(new DeviceRef(hostId, device.Address)) is null or { PowerState: VMPowerState.PoweredOff };

    /// <summary>
    /// The virtual machines that are configured with a device, or were given it. At most one of them runs or is suspended.
    /// </summary>
    public IEnumerable<VMRecord> HoldersOf(DeviceRef device) =>
        holders.TryGetValue(device, out var ids) ? ids.Select(id => VMs.Find(id)!) : [];

    /// <summary>The device that an address on a host names, or null.</summary>
    public PciDeviceRecord? FindDevice(DeviceRef device) => Hosts.Find(device.HostId)?.FindDevice(device.Address);

    /// <summary>The virtual machine that a snapshot is of, or null.</summary>
    internal VMRecord? VMOfSnapshot(string id) =>
        VMs.Values.FirstOrDefault(vm => vm.Snapshots.Any(snapshot => string.Equals(snapshot.Id, id, StringComparison.Ordinal)));

    /// <summary>The state with another catalog.</summary>
    public InventoryState With(Catalog catalog) => new(this) { Catalog = catalog };

    /// <summary>The state after some changes, at the revision that they make.</summary>
    /// <exception cref="FormatException">The changes break the inventory; the message says how.</exception>
    public InventoryState Apply(long revision, IReadOnlyList<Change> changes)
    {
        var next = new InventoryState(this) { Revision = revision };
        foreach (var change in changes) change.ApplyTo(next);
        return next;
    }

    /// <summary>Whether nothing was ever recorded in it.</summary>
    internal bool IsNew => Revision == 0 && Clusters.Count == 0 && Hosts.Count == 0 && VMs.Count == 0;

    /// <summary>The state as it takes the place of another: at a revision of that one's, with ids that neither has
    /// given.</summary>
    internal InventoryState InPlaceOf(InventoryState other, long revision) =>
        new(this) { Revision = revision, NextId = Math.Max(NextId, other.NextId) };

    /// <summary>The same inventory, with the machines that could not be recorded.</summary>
    internal InventoryState With(IReadOnlyList<UnreadVM> unread) => new(this) { Unread = unread };

    internal void Put(ClusterRecord cluster)
    {
        var before = Clusters.Find(cluster.Id);
        clusterIdsByName = Reindex(clusterIdsByName, before?.Name, cluster.Name, cluster.Id);
        Clusters = Clusters.Set(cluster.Id, cluster);
        CountId(cluster.Id);
    }

    internal void Put(HostRecord host)
    {
        CheckReferences(host);
        var before = Hosts.Find(host.Id);
        hostIdsByName = Reindex(hostIdsByName, before?.Name, host.Name, host.Id);
        Hosts = Hosts.Set(host.Id, host);
        CountId(host.Id);
    }

    internal void Put(string hostId, PciDeviceRecord device)
    {
        var host = Hosts.Find(hostId)
            ?? throw new FormatException($"Device {device.Address} is on host {hostId}, which is not there.");
        Hosts = Hosts.Set(hostId, host.WithDevice(device));
    }

    internal void Put(VMRecord vm)
    {
        CheckReferences(vm);
        var before = VMs.Find(vm.Id);
        if (before is not null) Release(before);
        foreach (var device in HeldBy(vm))
            holders = holders.Set(device, holders.TryGetValue(device, out var ids) ? WithHolder(device, ids, vm) : [vm.Id]);

        vmIdsByName = Reindex(vmIdsByName, before?.Name, vm.Name, vm.Id);
        vmIdsByHost = Reindex(vmIdsByHost, before?.HostId, vm.HostId, vm.Id);
        VMs = VMs.Set(vm.Id, vm);
        CountIds(vm);
    }

    internal void RemoveHost(string id)
    {
        var host = Hosts.Find(id) ?? throw new FormatException($"{id} is removed but not there.");
        if (Ids(vmIdsByHost, id).Count > 0)
            throw new FormatException($"Host '{host.Name}' is removed while {Ids(vmIdsByHost, id)[0]} is on it.");
        foreach (var held in holders)
        {
            if (held.Key.HostId == id)
                throw new FormatException(
                    $"Host '{host.Name}' is removed while {held.Value[0]} holds its device {held.Key.Address}.");
        }

        hostIdsByName = Reindex(hostIdsByName, host.Name, null, id);
        Hosts = Hosts.Remove(id);
    }

    internal void RemoveVM(string id)
    {
        var vm = VMs.Find(id) ?? throw new FormatException($"{id} is removed but not there.");
        Release(vm);
        vmIdsByName = Reindex(vmIdsByName, vm.Name, null, id);
        vmIdsByHost = Reindex(vmIdsByHost, vm.HostId, null, id);
        VMs = VMs.Remove(id);
    }

    private void Release(VMRecord vm)
    {
        foreach (var device in HeldBy(vm))
        {
            var rest = holders[device]!.Where(id => id != vm.Id).ToArray();
            holders = rest.Length == 0 ? holders.Remove(device) : holders.Set(device, rest);
        }
    }

    private static IEnumerable<DeviceRef> HeldBy(VMRecord vm) =>
        vm.Devices.Where(static attachment => attachment.Device is not null)
            .Select(static attachment => attachment.Device!.Value);

    /// <summary>The holders of a device and one more.</summary>
    private string[] WithHolder(DeviceRef device, string[] ids, VMRecord vm)
    {
        bool runs = vm.PowerState != VMPowerState.PoweredOff;
        foreach (var other in ids.Select(id => VMs.Find(id)!))
        {
            if (other.Id == vm.Id || (runs && other.PowerState != VMPowerState.PoweredOff))
                throw new FormatException(
                    $"Device {device.Address} of host {device.HostId} belongs to VM '{other.Name}' and to VM '{vm.Name}'.");
        }

        // In an order that does not depend on what has happened.
        return [.. ids.Append(vm.Id).OrderBy(static id => id, IdComparer.Instance)];
    }

    private void CheckReferences(HostRecord host)
    {
        if (host.ClusterId is { } clusterId && Clusters.Find(clusterId) is null)
            throw new FormatException($"Host '{host.Name}' is in cluster {clusterId}, which is not there.");
    }

    private void CheckReferences(VMRecord vm)
    {
        if (Hosts.Find(vm.HostId) is null)
            throw new FormatException($"VM '{vm.Name}' is on host {vm.HostId}, which is not there.");
        foreach (var attachment in vm.Devices)
        {
            // The device itself may be missing: a card that was taken out of its host.
            if (attachment.Device is { } device && Hosts.Find(device.HostId) is null)
                throw new FormatException(
                    $"VM '{vm.Name}' holds device {device.Address} of host {device.HostId}, which is not there.");
        }
    }

    private void CountIds(VMRecord vm)
    {
        CountId(vm.Id);
        foreach (var snapshot in vm.Snapshots) CountId(snapshot.Id);
    }

    /// <summary>Ids end with a number, as vm-12 or domain-c7 do; the next id's number is above all that were ever used.</summary>
    private void CountId(string id)
    {
        int digits = id.Length;
        while (digits > 0 && id[digits - 1] is >= '0' and <= '9') digits--;
        if (!long.TryParse(id.Substring(digits), NumberStyles.None, CultureInfo.InvariantCulture, out long number)) return;
        if (number == NextId || (number > NextId && number <= MaxCountedId)) NextId = number + 1;
    }

    private static SortedMap<string, string[]> ByName() => SortedMap<string, string[]>.Empty(StringComparer.OrdinalIgnoreCase);

    private static SortedMap<string, T> Map<T>(IReadOnlyCollection<T> records, Func<T, string> id)
    {
        var entries = new List<KeyValuePair<string, T>>(records.Count);
        foreach (var record in records) entries.Add(new(id(record), record));
        return SortedMap<string, T>.TryCreate(entries, IdComparer.Instance, out var map, out var twice)
            ? map
            : throw new FormatException($"The id '{twice}' occurs twice.");
    }

    private static SortedMap<string, string[]> Index<T>(
        IReadOnlyCollection<T> records, Func<T, string> key, Func<T, string> id, IComparer<string> comparer)
    {
        var equality = ReferenceEquals(comparer, StringComparer.OrdinalIgnoreCase)
            ? StringComparer.OrdinalIgnoreCase
            : StringComparer.Ordinal;
        var groups = new Dictionary<string, string[]>(records.Count, equality);
        foreach (var record in records)
        {
            var name = key(record);
            groups[name] = groups.TryGetValue(name, out var ids) ? [.. ids, id(record)] : [id(record)];
        }

        return SortedMap<string, string[]>.Create([.. groups], comparer);
    }

    private static SortedMap<string, string[]> Reindex(SortedMap<string, string[]> index, string? before,
        string? after, string id)
    {
        if (string.Equals(before, after, StringComparison.Ordinal)) return index;
        if (before is not null)
        {
            var rest = Ids(index, before).Where(other => !string.Equals(other, id, StringComparison.Ordinal)).ToArray();
            index = rest.Length == 0 ? index.Remove(before) : index.Set(before, rest);
        }

        return after is null ? index : index.Set(after, [.. Ids(index, after), id]);
    }

    private static IReadOnlyList<string> Ids(SortedMap<string, string[]> index, string key) =>
        index.TryGetValue(key, out var ids) ? ids : NoIds;
}
