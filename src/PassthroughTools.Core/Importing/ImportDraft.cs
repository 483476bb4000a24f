using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PassthroughTools.Errors;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>
/// The inventory as an import would leave it: the state before, and over it the records that the import touches. Nothing is checked
/// here, since one file may release the device that another one takes.
/// </summary>
internal sealed class ImportDraft(InventoryState before)
{
    private readonly DraftTable<ClusterRecord> clusters = new();
    private readonly DraftTable<HostRecord> hosts = new();
    private readonly DraftTable<VMRecord> vms = new();
    private readonly Dictionary<string, List<string>> newVMsByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> newVMsByPlace = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> newClusters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> newHosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> vmRemarks = new(StringComparer.Ordinal);
    private readonly Dictionary<DeviceRef, string> deviceRemarks = [];
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

    /// <summary>Says something of a virtual machine.</summary>
    public void Remark(VMRecord vm, string what) => vmRemarks[vm.Id] = vmRemarks.TryGetValue(vm.Id, out var said) ? $"{said}; {what}" : what;

    /// <summary>Says something of a device.</summary>
    public void Remark(DeviceRef device, string what) =>
        deviceRemarks[device] = deviceRemarks.TryGetValue(device, out var said) ? $"{said}; {what}" : what;

    /// <summary>The cluster of a name, made where it is missing.</summary>
    /// <param name="name">The name.</param>
    /// <param name="wantedId">The id to give a new one where it is free, or null for the next.</param>
    public ClusterRecord EnsureCluster(string name, string? wantedId = null)
    {
        var known = newClusters.TryGetValue(name, out var newId)
            ? clusters.Find(newId)
            : Single(before.ClustersNamed(name), name, "clusters");
        var cluster = known ?? new ClusterRecord { Id = NewId("ClusterComputeResource-domain-c", wantedId, IsCluster), Name = name };
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
        var host = known ?? new HostRecord { Id = NewId("HostSystem-host-", wantedId, taken => Host(taken) is not null), Name = name };
        if (known is null) newHosts.Add(name, host.Id);
        Put(host);
        return host;
    }

    /// <summary>The host of a name, or null.</summary>
    public HostRecord? FindHost(string name)
    {
        if (newHosts.TryGetValue(name, out var id)) return hosts.Find(id);
        return Single(before.HostsNamed(name), name, "hosts") is { } host ? Host(host.Id) : null;
    }

    /// <summary>The host of an id, or null.</summary>
    public HostRecord? Host(string id) => hosts.Find(id) ?? before.Hosts.Find(id);

    /// <summary>The virtual machine or template of an id, or null.</summary>
    public VMRecord? VM(string id) => vms.Find(id) ?? before.VMs.Find(id);

    /// <summary>The virtual machine or template of a name on a host, or on any where the host is null; null where there is none.</summary>
    /// <exception cref="PassthroughException">AmbiguousName.</exception>
    public VMRecord? FindVM(string name, string? hostId)
    {
        if (hostId is not null && newVMsByPlace.TryGetValue(Place(name, hostId), out var newId)) return VM(newId);
        var ids = before.VMsNamed(name).Where(vm => hostId is null || vm.HostId == hostId).Select(static vm => vm.Id);
        if (hostId is null && newVMsByName.TryGetValue(name, out var added)) ids = ids.Concat(added);
        return Single(ids.Select(id => VM(id)!), name, "VMs");
    }

    /// <summary>A virtual machine that is not in the inventory yet, with a new id.</summary>
    public VMRecord NewVM(string name, string hostId, string? wantedId = null)
    {
        var vm = new VMRecord { Id = NewId("VirtualMachine-vm-", wantedId, taken => VM(taken) is not null), Name = name, HostId = hostId };
        newVMsByPlace.Add(Place(name, hostId), vm.Id);
        if (!newVMsByName.TryGetValue(name, out var ids)) newVMsByName.Add(name, ids = []);
        ids.Add(vm.Id);
        return vm;
    }

    /// <summary>Puts a host in its place.</summary>
    public void Put(HostRecord host) => hosts.Put(host.Id, host);

    /// <summary>Puts a virtual machine in its place.</summary>
    public void Put(VMRecord vm) => vms.Put(vm.Id, vm);

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

    private static string Place(string name, string hostId) => $"{hostId}\n{name}";

    private static T? Single<T>(IEnumerable<T> found, string name, string kind) where T : class
    {
        T? single = null;
        foreach (var item in found)
        {
            if (single is not null)
            {
                throw new PassthroughException(
                    ErrorId.AmbiguousName,
                    $"Several {kind} have the name '{name}', so that the import cannot tell which one is meant. Rename one of them.",
                    name);
            }

            single = item;
        }

        return single;
    }
}
