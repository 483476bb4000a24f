using PassthroughTools.State;

namespace PassthroughTools.Inventory;

/// <summary>The pipeline objects of a state.</summary>
public static class InventoryQueries
{
    /// <summary>All clusters.</summary>
    public static IEnumerable<Cluster> AllClusters(this InventoryState state) => state.Clusters.Values.Select(state.View);

    /// <summary>All hosts.</summary>
    public static IEnumerable<VMHost> AllHosts(this InventoryState state) => state.Hosts.Values.Select(state.View);

    /// <summary>All virtual machines, without the templates.</summary>
    public static IEnumerable<VirtualMachine> AllVMs(this InventoryState state) =>
        state.VMs.Values.Where(static vm => !vm.IsTemplate).Select(vm => new VirtualMachine(state, vm));

    /// <summary>All templates.</summary>
    public static IEnumerable<Template> AllTemplates(this InventoryState state) =>
        state.VMs.Values.Where(static vm => vm.IsTemplate).Select(vm => new Template(state, vm));

    /// <summary>A host's devices that can be passed through.</summary>
    public static IEnumerable<PassthroughDevice> PassthroughDevices(this VMHost host) =>
        host.Record.Devices.Where(static device => device.PassthroughCapable)
            .Select(device => new PassthroughDevice(host, device));

    /// <summary>A host's virtual machines, without the templates.</summary>
    public static IEnumerable<VirtualMachine> VMs(this VMHost host) =>
        host.ReadFrom.VMsOn(host.Id).Where(static vm => !vm.IsTemplate).Select(vm => new VirtualMachine(host.ReadFrom, vm));

    /// <summary>A cluster as a pipeline object.</summary>
    public static Cluster View(this InventoryState state, ClusterRecord cluster) => new(state, cluster);

    /// <summary>A host as a pipeline object.</summary>
    public static VMHost View(this InventoryState state, HostRecord host) => new(state, host);

    /// <summary>A virtual machine or template as a pipeline object.</summary>
    public static VirtualMachineBase View(this InventoryState state, VMRecord vm) => VirtualMachineBase.Of(state, vm);

    /// <summary>The machine, template, host, cluster or snapshot of an id, or null where there is none.</summary>
    internal static InventoryObject? Find(this InventoryState state, string id) =>
        state.VMs.Find(id) is { } vm ? state.View(vm)
        : state.Hosts.Find(id) is { } host ? state.View(host)
        : state.Clusters.Find(id) is { } cluster ? state.View(cluster)
        : state.VMOfSnapshot(id) is { } of ? state.SnapshotsOf(of).First(snapshot => snapshot.Id == id)
        : null;

    /// <summary>A virtual machine's snapshots, oldest first.</summary>
    public static IEnumerable<Snapshot> SnapshotsOf(this InventoryState state, VMRecord vm) =>
        vm.Snapshots.Select(record => new Snapshot(state, vm, record));

    /// <summary>A host's device as a pipeline object, or null where there is no such device.</summary>
    public static PassthroughDevice? View(this InventoryState state, DeviceRef device) =>
        state.Hosts.Find(device.HostId) is { } host && host.FindDevice(device.Address) is { } found
            ? new PassthroughDevice(state.View(host), found)
            : null;
}
