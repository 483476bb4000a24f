using PassthroughTools.Inventory;

namespace PassthroughTools.State;

/// <summary>A host's PCI device as it is stored. What is not known is null.</summary>
public sealed record PciDeviceRecord
{
    /// <summary>The PCI address on the host.</summary>
    public required PciAddress Address { get; init; }

    /// <summary>The vendor ID.</summary>
    public PciId VendorId { get; init; }

    /// <summary>The device ID.</summary>
    public PciId DeviceId { get; init; }

    /// <summary>The subsystem vendor ID.</summary>
    public PciId SubVendorId { get; init; }

    /// <summary>The subsystem device ID.</summary>
    public PciId SubDeviceId { get; init; }

    /// <summary>The PCI class and subclass, such as 0x0302 for a 3D controller; 0 where they are not known.</summary>
    public PciId ClassId { get; init; }

    /// <summary>The class name, such as 3D controller.</summary>
    public string? ClassName { get; init; }

    /// <summary>The vendor's name.</summary>
    public string? VendorName { get; init; }

    /// <summary>The device's name.</summary>
    public string? Name { get; init; }

    /// <summary>The physical function that a virtual function belongs to; null for a physical function.</summary>
    public PciAddress? ParentAddress { get; init; }

    /// <summary>
    /// The device that this one depends on (VIM: HostPciPassthruInfo.dependentDevice): another one, such as the bridge that is
    /// reset with it. Null where it can be reset alone, or where that is not known.
    /// </summary>
    public PciAddress? DependentAddress { get; init; }

    /// <summary>The NUMA node that the device hangs on.</summary>
    public int? NumaNode { get; init; }

    /// <summary>The physical slot, as the host names it.</summary>
    public string? PhysicalSlot { get; init; }

    /// <summary>How much memory mapped I/O the device claims, in GB, where it is known from the host.</summary>
    public int? MmioSizeGB { get; init; }

    /// <summary>Whether the host can pass the device through.</summary>
    public bool PassthroughCapable { get; init; }

    /// <summary>The configured mode.</summary>
    public DeviceMode Mode { get; init; } = DeviceMode.Host;

    /// <summary>The mode in effect; differs from <see cref="Mode"/> until the host has restarted.</summary>
    public DeviceMode ActiveMode { get; init; } = DeviceMode.Host;

    /// <summary>The modes that the host offers for the device; null derives them from what is known of the device.</summary>
    public IReadOnlyList<DeviceMode>? ConfigurableModes { get; init; }

    /// <summary>The administrator's label that Dynamic DirectPath requests may ask for.</summary>
    public string? HardwareLabel { get; init; }

    /// <summary>The DVX device class that the device belongs to.</summary>
    public string? DeviceClass { get; init; }

    /// <summary>
    /// Whether it is in use by something that is not in the inventory, such as a virtual machine that the account may not see.
    /// Where a machine of the inventory runs with it, that one is the owner.
    /// </summary>
    public bool OwnerUnknown { get; init; }

    /// <summary>The class where it is known.</summary>
    internal PciId? KnownClassId => ClassId == default ? null : ClassId;

    /// <summary>The base class (PCI Code and ID Assignment Specification); Unknown where it is not known.</summary>
    internal PciDeviceClass BaseClass =>
        KnownClassId is { } known && Enum.IsDefined(typeof(PciDeviceClass), (long)known.Value >> 8)
        ? (PciDeviceClass)(known.Value >> 8)
        : PciDeviceClass.Unknown;

    /// <summary>
    /// Whether the configured mode passes the device through (VIM: passthruEnabled); null where it is not known.
    /// </summary>
    public bool? PassthroughEnabled => IsPassthrough(Mode);

    /// <summary>Whether the mode in effect passes the device through (VIM: passthruActive); null where it is not known.</summary>
    public bool? PassthroughActive => IsPassthrough(ActiveMode);

    /// <summary>Whether it is passed through, or will be when the host has restarted; null where that is not known.</summary>
    public bool? IsPassedThrough => PassthroughEnabled | PassthroughActive;

    /// <summary>Whether the configured mode waits for a restart of the host; null where one of the two is not known.</summary>
    public bool? RebootPending => Mode == DeviceMode.Unknown || ActiveMode == DeviceMode.Unknown ? null : Mode != ActiveMode;

    /// <summary>
    /// Whether this device and another one of its host depend on each other: both on a third, or one on the other.
    /// </summary>
    public bool DependsWith(PciDeviceRecord other) => (DependentAddress is not null || other.DependentAddress is not null)
        && Address != other.Address && (DependentAddress ?? Address) == (other.DependentAddress ?? other.Address);

    private static bool? IsPassthrough(DeviceMode mode) =>
        mode == DeviceMode.Unknown ? null : mode is DeviceMode.DirectPath or DeviceMode.EnhancedDirectPath;

    /// <summary>The card, as in "10de:1eb8 (TU104GL [Tesla T4])".</summary>
    internal string CardText => $"{new AllowedDevice(VendorId, DeviceId)}{(Name is null ? "" : $" ({Name})")}";

    /// <summary>The address.</summary>
    public override string ToString() => Address.ToString();
}
