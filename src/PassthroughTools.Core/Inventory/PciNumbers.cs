using PassthroughTools.State;

namespace PassthroughTools.Inventory;

/// <summary>
/// A PCI device, with its IDs as numbers: ConvertTo-Json writes these, while PowerShell shows the properties of the same names that the
/// devices themselves have, which print as 0x10de.
/// </summary>
public abstract class PciNumbers : InventoryObject
{
    private protected PciNumbers(InventoryState state, string uidSegment)
        : base(state, uidSegment)
    {
    }

    /// <summary>The vendor ID.</summary>
    public int? VendorId => Device?.VendorId.Value;

    /// <summary>The device ID.</summary>
    public int? DeviceId => Device?.DeviceId.Value;

    /// <summary>The subsystem vendor ID.</summary>
    public int? SubVendorId => Device?.SubVendorId.Value;

    /// <summary>The subsystem device ID.</summary>
    public int? SubDeviceId => Device?.SubDeviceId.Value;

    /// <summary>The PCI class and subclass; null where they are not known.</summary>
    public int? ClassId => Device?.KnownClassId?.Value;

    private protected abstract PciDeviceRecord? Device { get; }
}
