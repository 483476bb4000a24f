using System.Management.Automation;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Binding;

/// <summary>The kinds of objects.</summary>
internal static class ObjectKinds
{
    /// <summary>Virtual machines and templates.</summary>
    public static readonly ObjectKind<VirtualMachineBase> AnyVM = Machines("VM", "Get-VM", static _ => true);

    /// <summary>Virtual machines alone.</summary>
    public static readonly ObjectKind<VirtualMachineBase> VM = Machines("VM", "Get-VM", static vm => !vm.IsTemplate);

    public static readonly ObjectKind<VirtualMachineBase> Template = Machines("template", "Get-Template",
        static vm => vm.IsTemplate);

    public static readonly ObjectKind<VMHost> VMHost = new("host", ErrorId.VMHostNotFound, "Get-VMHost")
    {
        All = InventoryQueries.AllHosts,
        Named = static (state, name) => state.HostsNamed(name).Select(state.View),
        Find = static (state, id) => state.Hosts.Find(id) is { } host ? state.View(host) : null,
    };

    public static readonly ObjectKind<Cluster> Cluster = new("cluster", ErrorId.ClusterNotFound, "Get-Cluster")
    {
        All = InventoryQueries.AllClusters,
        Named = static (state, name) => state.ClustersNamed(name).Select(state.View),
        Find = static (state, id) => state.Clusters.Find(id) is { } cluster ? state.View(cluster) : null,
    };

    /// <summary>Clusters and hosts.</summary>
    public static readonly ObjectKind<InventoryObject> Location =
        new("cluster or host", ErrorId.ClusterNotFound, "Get-Cluster, Get-VMHost")
        {
            All = static state => Cluster.All(state).Concat<InventoryObject>(VMHost.All(state)),
            Named = static (state, name) => Cluster.Named(state, name).Concat<InventoryObject>(VMHost.Named(state, name)),
            Again = static (state, given) => Cluster.Find(state, given.Id) ?? (InventoryObject?)VMHost.Find(state, given.Id),
        };

    public static readonly ObjectKind<PassthroughDevice> Device =
        new("passthrough device", ErrorId.DeviceNotFound, "Get-PassthroughDevice") { Now = Fresh, Again = DeviceAgain };

    public static readonly ObjectKind<PciDevice> PciDevice = new("PCI device", ErrorId.DeviceNotFound, "Get-VMHostPciDevice");

    public static readonly ObjectKind<Snapshot> Snapshot = new("snapshot", ErrorId.SnapshotNotFound, "Get-Snapshot")
    {
        Again = static (state, given) =>
            VMOf(state, given) is { } vm ? state.SnapshotsOf(vm).FirstOrDefault(snapshot => snapshot.Id == given.Id) : null,
    };

    public static readonly ObjectKind<AdvancedSetting> AdvancedSetting =
        new("advanced setting", ErrorId.AdvancedSettingNotFound, "Get-AdvancedSetting")
        {
            Again = static (state, given) => VMOf(state, given, "EntityId") is { } vm && vm.Setting(given.Name) is { } value
                ? new AdvancedSetting(state, vm, given.Name, value)
                : null,
        };

    public static readonly ObjectKind<VMResourceConfiguration> VMResourceConfiguration =
        new("VM", ErrorId.VMNotFound, "Get-VM")
        {
            Again = static (state, given) => VMOf(state, given) is { } vm ? new VMResourceConfiguration(state, vm) : null,
        };

    private static ObjectKind<VirtualMachineBase> Machines(string name, string lister, Func<VMRecord, bool> isMeant) =>
        new(name, ErrorId.VMNotFound, lister)
        {
            All = state => state.VMs.Values.Where(isMeant).Select(state.View),
            Named = (state, text) => state.VMsNamed(text).Where(isMeant).Select(state.View),
            Find = (state, id) => state.VMs.Find(id) is { } vm && isMeant(vm) ? state.View(vm) : null,
        };

    /// <summary>The device of a host, or of a virtual machine, where a later device may have its key.</summary>
    private static PassthroughDevice? Fresh(InventoryState state, PassthroughDevice device) =>
        !device.IsOfVM ? device.Ref is { } held ? state.View(held) : null
        : state.VMs.Find(device.VMId!) is { } vm
            && vm.Devices.FirstOrDefault(attached => IsSame(attached, device)) is { } attachment
            ? new PassthroughDevice(state, vm, attachment)
            : null;

    /// <summary>Likewise of one that came from another session.</summary>
    private static PassthroughDevice? DeviceAgain(InventoryState state, SerializedObject given)
    {
        var offered = PciAddress.TryParse(given.Id, out var address) && given["VMHostId"] is { } host
            ? state.View(new DeviceRef(host, address))
            : null;
        if (given.Type == nameof(PciDevice)) return offered;
        IEnumerable<PassthroughDevice?> attached = VMOf(state, given) is { } vm ? state.View(vm).PassthroughDevices : [];
        return attached.Prepend(offered).FirstOrDefault(device =>
            device is not null && given.Uid.EndsWith(device.Uid.Substring(state.Origin.Length), StringComparison.Ordinal)
            && (!device.IsOfVM || (Text(device.Technology) == given["Technology"]
                && (device.Technology != DirectPathTechnology.Fixed || device.Id == given.Id))));

        static string? Text(object? value) => value is null ? null : LanguagePrimitives.ConvertTo<string>(value);
    }

    private static VMRecord? VMOf(InventoryState state, SerializedObject given, string property = "VMId") =>
        given[property] is { } id ? state.VMs.Find(id) : null;

    private static bool IsSame(AttachmentRecord attachment, PassthroughDevice device) =>
        attachment.Key == device.Key && attachment.Technology == device.Technology && attachment.Technology switch
        {
            DirectPathTechnology.Fixed => string.Equals(attachment.Request, device.Id, StringComparison.Ordinal),
            DirectPathTechnology.Dynamic => attachment.AllowedDevices.SequenceEqual(device.AllowedDevices),
            _ => string.Equals(attachment.DeviceClass, device.DeviceClass, StringComparison.OrdinalIgnoreCase),
        };
}
