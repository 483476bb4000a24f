using Newtonsoft.Json;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Inventory;

/// <summary>A host. What is not known of it is null.</summary>
public sealed class VMHost : InventoryObject
{
    private Vim.Views.HostSystem? extensionData;

    internal VMHost(InventoryState state, HostRecord record)
        : base(state, nameof(VMHost)) => Record = record;

    /// <inheritdoc/>
    public override string Id => Record.Id;

    /// <inheritdoc/>
    public override string Name => Record.Name;

    /// <summary>It as VIM has it; a property is made when it is first read.</summary>
    [JsonIgnore]
    public Vim.Views.HostSystem? ExtensionData =>
        extensionData ??= ViewClients.Of(this) is { } client ? new Vim.Views.HostSystem(client, MoRefs.Of(Record)) : null;

    /// <summary>The cluster, or null for a host of its own.</summary>
    [JsonIgnore]
    public Cluster? Cluster => Record.ClusterId is { } id ? new Cluster(ReadFrom, ReadFrom.Clusters.Find(id)!) : null;

    /// <summary>What it stands in: its cluster. Null for a host of its own, whose folder is not recorded.</summary>
    [JsonIgnore]
    public Cluster? Parent => Cluster;

    /// <summary>The cluster's id, or null for a host of its own.</summary>
    [JsonIgnore]
    public string? ParentId => Record.ClusterId;

    /// <summary>Whether it stands outside a cluster.</summary>
    [JsonIgnore]
    public bool IsStandalone => Record.ClusterId is null;

    /// <summary>The connection state.</summary>
    [JsonIgnore]
    public VMHostState ConnectionState => Record.ConnectionState;

    /// <summary>The connection state, as ConnectionState: its older name in PowerCLI.</summary>
    [JsonIgnore]
    public VMHostState State => ConnectionState;

    /// <summary>The power state.</summary>
    [JsonIgnore]
    public VMHostPowerState PowerState => Record.PowerState;

    /// <summary>The ESXi version.</summary>
    [JsonIgnore]
    public string? Version => Record.Version;

    /// <summary>The ESXi build number.</summary>
    [JsonIgnore]
    public string? Build => Record.Build;

    /// <summary>The maker of the server.</summary>
    [JsonIgnore]
    public string? Manufacturer => Record.Hardware?.Manufacturer;

    /// <summary>The model of the server.</summary>
    [JsonIgnore]
    public string? Model => Record.Hardware?.Model;

    /// <summary>The processors' model.</summary>
    [JsonIgnore]
    public string? ProcessorType => Record.Hardware?.ProcessorType;

    /// <summary>How many physical cores it has.</summary>
    [JsonIgnore]
    public int? NumCpu => Record.Hardware?.NumCpu;

    /// <summary>The cores times their clock, in MHz.</summary>
    [JsonIgnore]
    public int? CpuTotalMhz => Record.Hardware?.CpuTotalMhz;

    /// <summary>The CPU in use when it was recorded, in MHz.</summary>
    [JsonIgnore]
    public int? CpuUsageMhz => Record.Hardware?.CpuUsageMhz;

    /// <summary>The installed memory in MB.</summary>
    [JsonIgnore]
    public decimal? MemoryTotalMB => Record.Hardware?.MemoryTotalMB;

    /// <summary>The installed memory in GB.</summary>
    [JsonIgnore]
    public decimal? MemoryTotalGB => MemoryTotalMB / 1024;

    /// <summary>The memory in use when it was recorded, in MB.</summary>
    [JsonIgnore]
    public decimal? MemoryUsageMB => Record.Hardware?.MemoryUsageMB;

    /// <summary>The memory in use when it was recorded, in GB.</summary>
    [JsonIgnore]
    public decimal? MemoryUsageGB => MemoryUsageMB / 1024;

    /// <summary>Whether hyperthreading is in use.</summary>
    [JsonIgnore]
    public bool? HyperthreadingActive => Record.Hardware?.HyperthreadingActive;

    /// <summary>The key of the highest EVC mode that it can join.</summary>
    [JsonIgnore]
    public string? MaxEVCMode => Record.Hardware?.MaxEvcMode;

    /// <summary>Whether the IOMMU (Intel VT-d, AMD-Vi) is on.</summary>
    [JsonIgnore]
    public bool? IommuEnabled => Record.IommuEnabled;

    /// <summary>Whether memory mapped I/O above 4 GB is on.</summary>
    [JsonIgnore]
    public bool? Above4GDecoding => Record.Above4GDecoding;

    /// <summary>Whether SR-IOV is on.</summary>
    [JsonIgnore]
    public bool? SriovEnabled => Record.SriovEnabled;

    /// <summary>Whether a change waits for a restart of the host.</summary>
    [JsonIgnore]
    public bool? RebootRequired => Record.RebootRequired;

    /// <summary>Whether the host is in maintenance mode.</summary>
    [JsonIgnore]
    public bool InMaintenanceMode => Record.ConnectionState == VMHostState.Maintenance;

    /// <summary>How many NUMA nodes it has.</summary>
    [JsonIgnore]
    public int? NumaNodes => Record.NumaNodes;

    /// <summary>All its PCI devices.</summary>
    [JsonIgnore]
    public TextList<PciDevice> PciDevices => [.. Record.Devices.Select(device => new PciDevice(this, device))];

    /// <summary>The DVX device classes that it offers.</summary>
    [JsonIgnore]
    public TextList<DvxClassRecord> DvxClasses => [.. Record.DvxClasses];

    /// <summary>Its device groups: devices that one virtual machine is given together.</summary>
    [JsonIgnore]
    public TextList<DeviceGroupRecord> DeviceGroups => [.. Record.DeviceGroups];

    internal HostRecord Record { get; }
}
