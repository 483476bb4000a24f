using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection.Reading;

/// <summary>
/// Makes an inventory of what a server tells of its managed objects, and goes on with what it tells of them later. What cannot be
/// recorded is left out and told; nothing that a server sends is a failure. Not thread-safe.
/// </summary>
/// <param name="catalog">The catalog that applies.</param>
/// <param name="origin">Where it is read.</param>
/// <param name="firstRevision">The revision before the first that it makes: where all is read anew, they go on.</param>
internal sealed class VimInventory(Catalog catalog, string origin, long firstRevision = 0)
{
    private const string Cluster = "ClusterComputeResource", Host = "HostSystem", Machine = "VirtualMachine";

    // Above it, and a quarter of the machines, making an inventory anew is faster than changing one.
    private const int Few = 100;

    private readonly VimTexts texts = new();
    private readonly Dictionary<string, VimObject> objects = new(StringComparer.Ordinal);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);
    private readonly HashSet<string> remarked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClusterRecord> clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HostRecord> hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VMRecord> vms = new(StringComparer.Ordinal);
    // The hosts on which machines may run that cannot be recorded, by the machines' ids.
    private readonly Dictionary<string, string> unread = new(StringComparer.Ordinal);
    private InventoryState? state;

    /// <summary>What is read of each type.</summary>
    public static IReadOnlyList<VimPath> Properties => VimPaths.All;

    /// <summary>What could not be recorded when the inventory was last read, one sentence a kind.</summary>
    public IReadOnlyList<string> LeftOut => Remark.InWords(remarked.SelectMany(id => objects[id].Remarks));

    /// <summary>The property paths that a server of an API version has, by type.</summary>
    /// <param name="apiVersion">As its ServiceContent tells it, such as 8.0.3.0.</param>
    public static ILookup<string, string> Paths(string? apiVersion) => VimPaths.Of(apiVersion);

    /// <summary>
    /// Takes over a property of a managed object. Where a part of it has changed, all of it is given again (partialUpdates is
    /// false).
    /// </summary>
    /// <param name="moRef">The managed object.</param>
    /// <param name="path">The property's path, or that of one that it is a part of.</param>
    /// <param name="value">The value; null where it is not set, or cannot be read.</param>
    public void Put(ManagedObjectReference moRef, string path, object? value)
    {
        if (moRef is not { Type.Length: > 0, Value.Length: > 0 }) return;
        string id = moRef.ToString();
        if (!objects.TryGetValue(id, out var one)) objects.Add(id, one = new VimObject(moRef));
        one.Put(texts.Of(path) ?? "", Kept(value));
        if (path.StartsWith("hardware", StringComparison.Ordinal) || path.StartsWith("config", StringComparison.Ordinal))
            one.HasNewDevices = true;
        changed.Add(id);
    }

    /// <summary>Takes over that a managed object is gone.</summary>
    public void Remove(ManagedObjectReference moRef)
    {
        string id = moRef.ToString();
        if (!objects.Remove(id)) return;
        remarked.Remove(id);
        changed.Add(id);
    }

    /// <summary>
    /// The inventory with all that was told. Only the records of objects that have changed are made anew, and of those of which
    /// something is left out.
    /// </summary>
    public InventoryState Read()
    {
        if (state is not null && changed.Count == 0) return state;
        var changes = new List<Change>();
        bool isWhole = state is null;
        if (ReadClusters(changes, out bool hasLost))
            changed.UnionWith(objects.Values.Where(static one => one.Type == Host).Select(static one => one.Id));
        FindUnread();
        var gone = ReadHosts(changes);
        changes.AddRange(ReadMachines(gone));
        changes.AddRange(gone.Select(static id => new HostRemoved(id)));
        changed.Clear();
        var leftOut = Unread();
        if (changes.Count == 0 && !hasLost && state is not null)
            return state = state.Unread.SequenceEqual(leftOut) ? state : state.Apply(state.Revision + 1, []).With(leftOut);
        long revision = (state?.Revision ?? firstRevision) + 1;
        isWhole |= hasLost || changes.Count > Math.Max(Few, vms.Count / 4);
        state = isWhole || state is null
            ? InventoryState.Create(catalog, origin, revision, 1, Ordered(clusters), Ordered(hosts), Ordered(vms))
            : state.Apply(revision, changes);
        return state = state.With(leftOut);
    }

    /// <summary>Finds the machines that cannot be recorded; the devices of their hosts are read again.</summary>
    private void FindUnread()
    {
        foreach (var id in changed.Where(id => !objects.ContainsKey(id)).ToList()) Move(id, null);
        foreach (var one in ToRead(Machine)) Move(one.Id, MachineReader.HostOfUnread(one));

        void Move(string id, string? host)
        {
            var before = unread.TryGetValue(id, out var known) ? known : null;
            if (before == host) return;
            if (host is null) unread.Remove(id);
            else unread[id] = host;
            foreach (var either in (string?[])[before, host])
            {
                if (either is null || !objects.TryGetValue(either, out var one)) continue;
                one.HasNewDevices = true;
                changed.Add(either);
            }
        }
    }

    private UnreadVM[] Unread() =>
    [
        .. remarked.Where(id => !vms.ContainsKey(id)).Select(id => objects[id]).Where(static one => one.Type == Machine)
            .OrderBy(static one => one.Id, IdComparer.Instance)
            .Select(
                one => new UnreadVM(one.Name, MachineReader.HostIdOf(one) is { } host && hosts.ContainsKey(host) ? host : null)),
    ];

    /// <summary>As much of a value as is needed, since ten thousand machines have many of them.</summary>
    private object? Kept(object? value)
    {
        switch (value)
        {
            case VirtualDevice[] devices:
                return Array.FindAll(devices, AttachmentReader.IsRead);
            case OptionValue[] options:
                return Options.Read(options, texts);
            case HostPciDevice[] devices:
                foreach (var device in devices.OfType<HostPciDevice>())
                {
                    device.VendorName = texts.Of(device.VendorName);
                    device.DeviceName = texts.Of(device.DeviceName);
                    device.DeviceClassName = texts.Of(device.DeviceClassName);
                }

                return devices;
            default:
                return value;
        }
    }

    private static T[] Ordered<T>(Dictionary<string, T> records) =>
        [.. records.OrderBy(static pair => pair.Key, IdComparer.Instance).Select(static pair => pair.Value)];

    /// <summary>The objects of a type that are to be read again, in the order of their ids.</summary>
    private List<VimObject> ToRead(string type) =>
    [
        .. changed.Union(remarked, StringComparer.Ordinal).OrderBy(static id => id, IdComparer.Instance)
            .Select(id => objects.TryGetValue(id, out var one) ? one : null)
            .OfType<VimObject>().Where(one => one.Type == type),
    ];

    /// <summary>The ids of records whose objects are gone, which are taken out.</summary>
    private List<string> TakeGone<T>(Dictionary<string, T> records)
    {
        var gone = changed.Where(id => !objects.ContainsKey(id) && records.ContainsKey(id)).ToList();
        foreach (var id in gone) records.Remove(id);
        return gone;
    }

    /// <summary>Reads the clusters that have changed. Returns whether other ones are there now.</summary>
    private bool ReadClusters(List<Change> changes, out bool hasLost)
    {
        hasLost = TakeGone(clusters).Count > 0;
        bool areOthers = hasLost;
        foreach (var one in ToRead(Cluster))
        {
            var read = ClusterReader.Read(one);
            areOthers |= !clusters.TryGetValue(one.Id, out var before);
            if (read == before) continue;
            clusters[one.Id] = read;
            changes.Add(new ClusterPut(read));
        }

        return areOthers;
    }

    /// <summary>Reads the hosts that have changed. Returns the ids of those that are gone.</summary>
    private List<string> ReadHosts(List<Change> changes)
    {
        var gone = TakeGone(hosts);
        var reader = new HostReader(texts);
        foreach (var one in ToRead(Host))
        {
            var before = hosts.TryGetValue(one.Id, out var known) ? known : null;
            var read = reader.Read(one, before, clusters, unread.ContainsValue(one.Id));
            Note(one);
            if (read == before) continue;
            hosts[one.Id] = read;
            changes.Add(new HostPut(read));
        }

        return gone;
    }

    /// <summary>Reads the machines that have changed, and those whose devices are theirs or others' for it.</summary>
    private List<Change> ReadMachines(List<string> hostsGone)
    {
        var removed = TakeGone(vms);
        var reader = new MachineReader(texts, NameOf);
        var rest = new Queue<VimObject>(ToRead(Machine));
        if (state is not null && changed.Any(IsNamed))
            rest = new Queue<VimObject>(objects.Values.Where(static one => one.Type == Machine));
        foreach (var vm in hostsGone.SelectMany(id => state!.VMsOn(id)))
        {
            if (objects.TryGetValue(vm.Id, out var one)) rest.Enqueue(one);
        }

        var made = new SortedDictionary<string, VMRecord?>(IdComparer.Instance);
        while (rest.Count > 0)
        {
            var one = rest.Dequeue();
            if (made.ContainsKey(one.Id)) continue;
            var read = reader.Read(one, hosts);
            made.Add(one.Id, read);
            if (read is null || state is null || read.PowerState == VMPowerState.PoweredOff) continue;
            foreach (var holder in read.Devices.Where(static device => device.Device is not null)
                .SelectMany(device => state.HoldersOf(device.Device!.Value)))
            {
                if (objects.TryGetValue(holder.Id, out var other)) rest.Enqueue(other);
            }
        }

        return Settled(made, removed);
    }

    /// <summary>The changes that the machines make, each device held by at most one that runs.</summary>
    private List<Change> Settled(SortedDictionary<string, VMRecord?> made, List<string> removed)
    {
        var owners = new DeviceOwners(id => objects[id], hosts);
        var changes = removed.ConvertAll(static id => (Change)new VMRemoved(id));
        var puts = new List<Change>();
        foreach (var (id, read) in made.Select(static pair => (pair.Key, pair.Value)))
        {
            var settled = read is null ? null : owners.Settle(read);
            bool isKnown = vms.TryGetValue(id, out var before);

            // Devices are given back first, since another machine may have one now.
            if (isKnown && (settled is null || before!.Devices.Count > 0)) changes.Add(new VMRemoved(id));
            Note(objects[id]);
            if (settled is null)
            {
                vms.Remove(id);
                continue;
            }

            vms[id] = settled;
            puts.Add(new VMPut(settled));
        }

        changes.AddRange(puts);
        return changes;
    }

    private void Note(VimObject one)
    {
        if (one.Remarks.Count > 0) remarked.Add(one.Id);
        else remarked.Remove(one.Id);
    }

    /// <summary>Whether an object is one whose name machines have, such as a folder.</summary>
    private bool IsNamed(string id) => objects.TryGetValue(id, out var one)
        ? one.Type is not (Cluster or Host or Machine)
        : !id.StartsWith(Machine + "-", StringComparison.Ordinal) && !id.StartsWith(Host + "-", StringComparison.Ordinal);

    private string? NameOf(ManagedObjectReference? moRef) =>
        moRef is { Type.Length: > 0, Value.Length: > 0 } && objects.TryGetValue(moRef.ToString(), out var one)
        && one.Text("name") is { } name
            ? texts.Of(VimNames.Unescape(name))
            : null;
}
