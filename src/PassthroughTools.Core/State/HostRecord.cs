using PassthroughTools.Inventory;

namespace PassthroughTools.State;

/// <summary>A host as it is stored. What is not known is null.</summary>
public sealed record HostRecord
{
    /// <summary>The id, unique in the inventory and never used again.</summary>
    public required string Id { get; init; }

    /// <summary>The name, unique among hosts whatever its case.</summary>
    public required string Name { get; init; }

    /// <summary>The id of its cluster, or null for a host of its own.</summary>
    public string? ClusterId { get; init; }

    /// <summary>The connection state.</summary>
    public VMHostState ConnectionState { get; init; }

    /// <summary>The power state.</summary>
    public VMHostPowerState PowerState { get; init; }

    /// <summary>The ESXi version, such as 8.0.3.</summary>
    public string? Version { get; init; }

    /// <summary>The ESXi build number.</summary>
    public string? Build { get; init; }

    /// <summary>Whether Intel VT-d or the AMD IOMMU is on in the firmware.</summary>
    public bool? IommuEnabled { get; init; }

    /// <summary>Whether memory mapped I/O above 4 GB is on in the firmware.</summary>
    public bool? Above4GDecoding { get; init; }

    /// <summary>Whether SR-IOV is on in the firmware.</summary>
    public bool? SriovEnabled { get; init; }

    /// <summary>
    /// Whether a device changes its mode without a restart of the host (VIM: deviceRebindWithoutRebootSupported).
    /// </summary>
    public bool RebindWithoutReboot { get; init; }

    /// <summary>How many NUMA nodes the host has.</summary>
    public int? NumaNodes { get; init; }

    /// <summary>The server, or null where nothing is known of it.</summary>
    public HostHardwareRecord? Hardware { get; init; }

    /// <summary>The DVX device classes that the host offers, by name.</summary>
    public IReadOnlyList<DvxClassRecord> DvxClasses { get; init; } = [];

    /// <summary>The device groups, in the host's order.</summary>
    public IReadOnlyList<DeviceGroupRecord> DeviceGroups { get; init; } = [];

    /// <summary>The PCI devices, in the order of their addresses.</summary>
    public IReadOnlyList<PciDeviceRecord> Devices { get; init; } = [];

    /// <summary>Whether a device's mode waits for a restart; null where that is not known of one, and no other waits.</summary>
    internal bool? RebootRequired => Devices.Aggregate((bool?)false, static (any, device) => any | device.RebootPending);

    /// <summary>The device at an address, or null.</summary>
    public PciDeviceRecord? FindDevice(PciAddress address)
    {
        int index = IndexOf(address);
        return index >= 0 ? Devices[index] : null;
    }

    /// <summary>The DVX class of a name, or null.</summary>
    public DvxClassRecord? FindDvxClass(string? name)
    {
        foreach (var dvxClass in DvxClasses)
        {
            if (string.Equals(dvxClass.Name, name, StringComparison.OrdinalIgnoreCase)) return dvxClass;
        }

        return null;
    }

    /// <summary>The host with a device put in the place of the one at its address, or added.</summary>
    internal HostRecord WithDevice(PciDeviceRecord device)
    {
        int index = IndexOf(device.Address);
        var devices = new List<PciDeviceRecord>(Devices.Count + 1);
        devices.AddRange(Devices);
        if (index >= 0) devices[index] = device;
        else devices.Insert(~index, device);
        return this with { Devices = devices.ToArray() };
    }

    private int IndexOf(PciAddress address)
    {
        int low = 0, high = Devices.Count - 1;
        while (low <= high)
        {
            int middle = low + (high - low) / 2;
            int order = Devices[middle].Address.CompareTo(address);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
