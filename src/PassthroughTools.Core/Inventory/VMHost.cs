using PassthroughTools.State;

namespace PassthroughTools.Inventory;

/// <summary>A host. What is not known of it is null.</summary>
public sealed class VMHost : InventoryObject
{
    internal VMHost(InventoryState state, HostRecord record)
        : base(state, nameof(VMHost)) => Record = record;

    /// <inheritdoc/>
    public override string Id => Record.Id;

    /// <inheritdoc/>
    public override string Name => Record.Name;

    /// <summary>The cluster, or null for a host of its own.</summary>
    public Cluster? Cluster => Record.ClusterId is { } id ? new Cluster(State, State.Clusters.Find(id)!) : null;

    /// <summary>The connection state.</summary>
    public VMHostState ConnectionState => Record.ConnectionState;

    /// <summary>The power state.</summary>
    public VMHostPowerState PowerState => Record.PowerState;

    /// <summary>The ESXi version.</summary>
    public string? Version => Record.Version;

    /// <summary>The ESXi build number.</summary>
    public string? Build => Record.Build;

    /// <summary>Whether the IOMMU (Intel VT-d, AMD-Vi) is on.</summary>
    public bool? IommuEnabled => Record.IommuEnabled;

    /// <summary>Whether memory mapped I/O above 4 GB is on.</summary>
    public bool? Above4GDecoding => Record.Above4GDecoding;

    /// <summary>Whether SR-IOV is on.</summary>
    public bool? SriovEnabled => Record.SriovEnabled;

    /// <summary>Whether a change waits for a restart of the host.</summary>
    public bool? RebootRequired => Record.Devices.Aggregate((bool?)false, static (any, device) => any | device.RebootPending);

    /// <summary>Whether the host is in maintenance mode.</summary>
    public bool InMaintenanceMode => Record.ConnectionState == VMHostState.Maintenance;

    /// <summary>How many NUMA nodes it has.</summary>
    public int? NumaNodes => Record.NumaNodes;

    /// <summary>All its PCI devices.</summary>
    public IReadOnlyList<PciDevice> PciDevices => Record.Devices.Select(device => new PciDevice(this, device)).ToArray();

    /// <summary>The DVX device classes that it offers.</summary>
    public IReadOnlyList<DvxClassRecord> DvxClasses => Record.DvxClasses;

    /// <summary>Its device groups: devices that one virtual machine is given together.</summary>
    public IReadOnlyList<DeviceGroupRecord> DeviceGroups => Record.DeviceGroups;

    internal HostRecord Record { get; }
}
