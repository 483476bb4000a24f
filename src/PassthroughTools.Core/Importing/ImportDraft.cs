using System.Globalization;
using PassthroughTools.Errors;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Importing;

/// <summary>
/// The inventory as an import would leave it: the state before, and over it the records that the import touches. Nothing is
/// checked here, since one file may release the device that another one takes.
/// </summary>
internal sealed class ImportDraft(InventoryState before)
{
    private const int AllKinds = 3;

    private readonly DraftTable<ClusterRecord> clusters = new();
    private readonly DraftTable<HostRecord> hosts = new();
    private readonly DraftTable<VMRecord> vms = new();
    private readonly Dictionary<string, List<string>> newVMs = new(StringComparer.OrdinalIgnoreCase);
    private Dictionary<(Guid, UuidKind), List<string>>? vmsByUuid;
    private readonly Dictionary<string, string> newClusters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> newHosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> vmRemarks = new(StringComparer.Ordinal);
    private readonly Dictionary<DeviceRef, string> deviceRemarks = [];
    private readonly Dictionary<DeviceRef, string> contradictions = [];
    private long nextId = before.NextId;

    /// <summary>The state before the import.</summary>
    public InventoryState Before => before;

    /// <summary>The clusters that the import touches, as they will be.</summary>
    public IReadOnlyList<ClusterRecord> Clusters => clusters.All;

    /// <summary>The hosts that the import touches, as they will be.</summary>
    public IReadOnlyList<HostRecord> Hosts => hosts.All;

    /// <summary>The virtual machines and templates that the import touches, as they will be.</summary>
    public IReadOnlyList<VMRecord> VMs => vms.All;

    /// <summary>The devices that the input lists, whether it changes them or not.</summary>
    public HashSet<DeviceRef> ListedDevices { get; } = [];

    /// <summary>What is to be said of a virtual machine beside its changes, by the machine's id.</summary>
    public IReadOnlyDictionary<string, string> VMRemarks => vmRemarks;

    /// <summary>What is to be said of a device beside its changes.</summary>
    public IReadOnlyDictionary<DeviceRef, string> DeviceRemarks => deviceRemarks;

    /// <summary>What the input says of a device that contradicts a machine that runs.</summary>
    public IReadOnlyDictionary<DeviceRef, string> Contradictions => contradictions;

    /// <summary>Says something of a virtual machine.</summary>
    public void Remark(VMRecord vm, string what) =>
        vmRemarks[vm.Id] = vmRemarks.TryGetValue(vm.Id, out var said) ? $"{said}; {what}" : what;

    /// <summary>Says something of a device.</summary>
    public void Remark(DeviceRef device, string what) =>
        deviceRemarks[device] = deviceRemarks.TryGetValue(device, out var said) ? $"{said}; {what}" : what;

    /// <summary>What a file shows that contradicts its import to a host, by the host's id.</summary>
    public Dictionary<string, string> HostContradictions { get; } = new(StringComparer.Ordinal);

    /// <summary>Says of a host what contradicts the import to it.</summary>
    public void Contradict(HostRecord host, string what) =>
        HostContradictions[host.Id] = HostContradictions.TryGetValue(host.Id, out var said) ? $"{said}; {what}" : what;

    /// <summary>What the input says of a virtual machine that runs and that cannot be, by the machine's id.</summary>
    public Dictionary<string, string> VMContradictions { get; } = new(StringComparer.Ordinal);

    /// <summary>Says of a virtual machine that runs what cannot be.</summary>
    public void Contradict(VMRecord vm, string what)
    {
        VMContradictions[vm.Id] = VMContradictions.TryGetValue(vm.Id, out var said) ? $"{said}; {what}" : what;
        Remark(vm, what);
    }

    /// <summary>Says of a device what contradicts a machine that runs.</summary>
    public void Contradict(DeviceRef device, string what)
    {
        contradictions[device] = what;
        Remark(device, what);
    }

    /// <summary>The cluster of a name, made where it is missing.</summary>
    /// <param name="name">The name.</param>
    /// <param name="wantedId">The id to give a new one where it is free, or null for the next.</param>
    public ClusterRecord EnsureCluster(string name, string? wantedId = null)
    {
        var known = newClusters.TryGetValue(name, out var newId)
            ? clusters.Find(newId)
            : Single(before.ClustersNamed(name), name, "clusters", static cluster => cluster.Id);
        var cluster = known
            ?? new ClusterRecord { Id = NewId("ClusterComputeResource-domain-c", wantedId, IsCluster), Name = name };
        if (known is null) newClusters.Add(name, cluster.Id);
        clusters.Put(cluster.Id, cluster);
        return cluster;
    }

    /// <summary>The host of a name, made where it is missing.</summary>
    /// <param name="name">The name.</param>
    /// <param name="wantedId">The id to give a new one where it is free, or null for the next.</param>
    public HostRecord EnsureHost(string name, string? wantedId = null)
    {
        var known = FindHost(name);
        var host = known
            ?? new HostRecord { Id = NewId("HostSystem-host-", wantedId, taken => Host(taken) is not null), Name = name };
        if (known is null) newHosts.Add(name, host.Id);
        Put(host);
        return host;
    }

    /// <summary>The host of a name, or null.</summary>
    public HostRecord? FindHost(string name)
    {
        if (newHosts.TryGetValue(name, out var id)) return hosts.Find(id);
        return Single(before.HostsNamed(name), name, "hosts", static host => host.Id) is { } host ? Host(host.Id) : null;
    }

    /// <summary>The host of an id, or null.</summary>
    public HostRecord? Host(string id) => hosts.Find(id) ?? before.Hosts.Find(id);

    /// <summary>The virtual machine or template of an id, or null.</summary>
    public VMRecord? VM(string id) => vms.Find(id) ?? before.VMs.Find(id);

    /// <summary>
    /// The virtual machine or template that an input means, or null: the one of its UUID, wherever it is; else the one of its
    /// name on the host, or on any where that is null, whose UUID is not known or not given. The instance UUID goes before the
    /// BIOS UUID, which copies of a machine share.
    /// </summary>
    /// <exception cref="PassthroughException">AmbiguousName.</exception>
    public VMRecord? FindVM(string name, string? hostId, Guid? uuid, Guid? instanceUuid)
    {
        var same = OfUuid(instanceUuid, UuidKind.Instance).ToList();
        if (same.Count == 0) same.AddRange(OfUuid(uuid, UuidKind.Bios));
        if (same.Count == 0 && instanceUuid is null) same.AddRange(OfUuid(uuid, UuidKind.BiosBesideInstance));
        if (same.Count > 1 && same.Exists(vm => vm.HostId == hostId)) same.RemoveAll(vm => vm.HostId != hostId);
        if (same.Count > 1 && same.Exists(vm => IsNamed(vm, name))) same.RemoveAll(vm => !IsNamed(vm, name));
        return Single(same.Count > 0 ? same : Named(name, hostId, KindsOf(uuid, instanceUuid)), name, "VMs", Words);
    }

    /// <summary>A virtual machine that is not in the inventory yet, with a new id.</summary>
    public VMRecord NewVM(string name, string hostId, string? wantedId = null) =>
        new() { Id = NewId("VirtualMachine-vm-", wantedId, taken => VM(taken) is not null), Name = name, HostId = hostId };

    /// <summary>Puts a cluster in its place.</summary>
    public void Put(ClusterRecord cluster) => clusters.Put(cluster.Id, cluster);

    /// <summary>Puts a host in its place.</summary>
    public void Put(HostRecord host) => hosts.Put(host.Id, host);

    /// <summary>Puts a virtual machine in its place.</summary>
    public void Put(VMRecord vm)
    {
        vms.Put(vm.Id, vm);
        int kinds = KindsOf(vm.Uuid, vm.InstanceUuid);
        Note(newVMs, Place(vm.Name, vm.HostId, kinds), vm.Id);
        Note(newVMs, Place(vm.Name, null, kinds), vm.Id);
        if (vmsByUuid is not null) NoteUuids(vmsByUuid, vm);
    }

    /// <summary>
    /// An id of another inventory is kept where it was never used here, so that what is exported and imported keeps its ids.
    /// </summary>
    private string NewId(string prefix, string? wanted, Func<string, bool> isTaken)
    {
        const int maxDigits = 15;
        if (wanted is not null
            && wanted.Length <= prefix.Length + maxDigits
            && wanted.StartsWith(prefix, StringComparison.Ordinal)
            && long.TryParse(wanted.Substring(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number >= before.NextId
            && !isTaken(Id(prefix, number)))
        {
            nextId = Math.Max(nextId, number + 1);
            return Id(prefix, number);
        }

        while (isTaken(Id(prefix, nextId))) nextId++;
        return Id(prefix, nextId++);
    }

    private bool IsCluster(string id) => clusters.Find(id) is not null || before.Clusters.Find(id) is not null;

    private static string Id(string prefix, long number) => prefix + number.ToString(CultureInfo.InvariantCulture);

    private IEnumerable<VMRecord> OfUuid(Guid? uuid, UuidKind kind)
    {
        if (uuid is not { } known) return [];
        if (vmsByUuid is null)
        {
            vmsByUuid = [];
            foreach (var vm in before.VMs.Values) NoteUuids(vmsByUuid, vm);
            foreach (var vm in vms.All) NoteUuids(vmsByUuid, vm);
        }

        return vmsByUuid.TryGetValue((known, kind), out var ids)
            ? ids.Distinct(StringComparer.Ordinal).Select(id => VM(id)!)
            : [];
    }

    /// <summary>
    /// The machines of a name of which no UUID is known that the input gives. Those that the import touched are noted apart by
    /// which are known, so that a hostile input with many of one name is not searched again for each.
    /// </summary>
    private IEnumerable<VMRecord> Named(string name, string? hostId, int kinds)
    {
        var ids = before.VMsNamed(name).Select(static vm => vm.Id);
        for (int known = 0; known <= AllKinds; known++)
        {
            if ((known & kinds) == 0 && newVMs.TryGetValue(Place(name, hostId, known), out var noted)) ids = ids.Concat(noted);
        }

        return ids.Distinct(StringComparer.Ordinal).Select(id => VM(id)!)
            .Where(vm => IsNamed(vm, name) && (hostId is null || vm.HostId == hostId))
            .Where(vm => (KindsOf(vm.Uuid, vm.InstanceUuid) & kinds) == 0);
    }

    private static bool IsNamed(VMRecord vm, string name) => string.Equals(vm.Name, name, StringComparison.OrdinalIgnoreCase);

    private static int KindsOf(Guid? uuid, Guid? instanceUuid) => (uuid is null ? 0 : 1) | (instanceUuid is null ? 0 : 2);

    private static void NoteUuids(Dictionary<(Guid, UuidKind), List<string>> index, VMRecord vm)
    {
        if (vm.InstanceUuid is { } instance) Note(index, (instance, UuidKind.Instance), vm.Id);
        if (vm.Uuid is { } uuid)
            Note(index, (uuid, vm.InstanceUuid is null ? UuidKind.Bios : UuidKind.BiosBesideInstance), vm.Id);
    }

    private static void Note<T>(Dictionary<T, List<string>> index, T key, string id) where T : notnull
    {
        if (!index.TryGetValue(key, out var ids)) index.Add(key, ids = []);
        if (ids.Count == 0 || ids[ids.Count - 1] != id) ids.Add(id);
    }

    private static string Place(string name, string? hostId, int kinds) =>
        FormattableString.Invariant($"{hostId}\n{kinds}\n{name}");

    private string Words(VMRecord vm) => $"{vm.Id} on host '{Host(vm.HostId)?.Name ?? vm.HostId}'";

    private static T? Single<T>(IEnumerable<T> found, string name, string kind, Func<T, string> words) where T : class
    {
        var all = found.ToList();
        if (all.Count <= 1) return all.FirstOrDefault();
        throw new PassthroughException(
            ErrorId.AmbiguousName,
            $"Several {kind} can be meant by '{name}': {Listing.Of(all, words)}. "
            + "Rename all but one of them, so that the import can tell which one it is.",
            name);
    }
}
