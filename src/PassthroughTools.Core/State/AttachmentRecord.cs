using PassthroughTools.Inventory;

namespace PassthroughTools.State;

/// <summary>A passthrough device of a virtual machine as it is stored: what it asks for and which device it holds.</summary>
public sealed record AttachmentRecord
{
    /// <summary>The first device key; vSphere counts PCI passthrough devices from 13000.</summary>
    public const int FirstKey = 13000;

    /// <summary>The device key, unique in the virtual machine.</summary>
    public required int Key { get; init; }

    /// <summary>How it is passed through.</summary>
    public DirectPathTechnology Technology { get; init; }

    /// <summary>
    /// The device it holds: always for Fixed, for Dynamic and Enhanced only while the machine is powered on or suspended.
    /// </summary>
    public DeviceRef? Device { get; init; }

    /// <summary>
    /// Fixed: the vendor ID of the card that the machine is configured with (VIM:
    /// VirtualPCIPassthroughDeviceBackingInfo.vendorId); 0 where it is not known.
    /// </summary>
    public PciId VendorId { get; init; }

    /// <summary>Fixed: the device ID of that card; 0 where it is not known.</summary>
    public PciId DeviceId { get; init; }

    /// <summary>Dynamic: the vendor and device IDs, one of which the device must have.</summary>
    public IReadOnlyList<AllowedDevice> AllowedDevices { get; init; } = [];

    /// <summary>Dynamic: the hardware label that the device must have, or null for any.</summary>
    public string? HardwareLabel { get; init; }

    /// <summary>Enhanced: the DVX device class.</summary>
    public string? DeviceClass { get; init; }

    /// <summary>Enhanced: configuration parameters of the device class.</summary>
    public SortedMap<string, string> ConfigParameters { get; init; } = VMRecord.NoSettings;

    /// <summary>The name of the device group that it was attached with, or null.</summary>
    public string? DeviceGroup { get; init; }

    /// <summary>
    /// What tells that group from others of the machine (VIM: VirtualDeviceDeviceGroupInfo.groupInstanceKey): devices with the
    /// same one are detached together. Null where it was attached by itself.
    /// </summary>
    public int? GroupInstanceKey { get; init; }

    /// <summary>What is asked for, in words: an address, a list of IDs, a class.</summary>
    public string Request => Technology switch
    {
        DirectPathTechnology.Fixed => Device?.Address.ToString() ?? "(none)",
        DirectPathTechnology.Dynamic =>
            string.Join(", ", AllowedDevices) + (HardwareLabel is null ? "" : $" labelled '{HardwareLabel}'"),
        _ => DeviceClass ?? "(none)",
    };

    /// <summary>Whether it is known which card the machine is configured with.</summary>
    public bool HasCard => VendorId != default || DeviceId != default;

    /// <summary>That card in a message, as 10de:1eb8; half of it may not be known.</summary>
    internal string CardText => VendorId == default || DeviceId == default
        ? (VendorId == default
            ? $"device ID {DeviceId}"
            : $"a card of vendor {VendorId}") : new AllowedDevice(VendorId, DeviceId).ToString();

    /// <summary>Whether a device is that card, as far as it is known.</summary>
    public bool IsCard(PciDeviceRecord device) =>
        (VendorId == default || VendorId == device.VendorId) && (DeviceId == default || DeviceId == device.DeviceId);

    /// <summary>
    /// Whether a device has what a Dynamic or Enhanced request asks for, wherever it is and whatever its state.
    /// </summary>
    public bool Accepts(PciDeviceRecord device) => Technology switch
    {
        DirectPathTechnology.Dynamic => AllowsIds(device)
            && (HardwareLabel is null || string.Equals(HardwareLabel, device.HardwareLabel, StringComparison.OrdinalIgnoreCase)),
        DirectPathTechnology.Enhanced => string.Equals(DeviceClass, device.DeviceClass, StringComparison.OrdinalIgnoreCase),
        _ => Device?.Address == device.Address,
    };

    /// <summary>
    /// Whether a host offers the class of an Enhanced request and nobody has told which of its devices are of a class, as VIM
    /// does not: which one is given is known to the host alone.
    /// </summary>
    internal bool IsChoiceOf(HostRecord host) => Technology == DirectPathTechnology.Enhanced && Device is null
        && host.FindDvxClass(DeviceClass) is not null
        && host.Devices.Count > 0 && host.Devices.All(static device => device.DeviceClass is null);

    /// <summary>The devices of its virtual machine that are detached with it: those of its device group, or it alone.</summary>
    internal IEnumerable<AttachmentRecord> Together(VMRecord vm)
    {
        foreach (var other in vm.Devices)
        {
            if (other.Key == Key || (GroupInstanceKey is { } group && other.GroupInstanceKey == group)) yield return other;
        }
    }

    private bool AllowsIds(PciDeviceRecord device)
    {
        foreach (var allowed in AllowedDevices)
        {
            if (allowed.VendorId == device.VendorId && allowed.DeviceId == device.DeviceId) return true;
        }

        return false;
    }
}
