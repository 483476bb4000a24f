using PassthroughTools.State;

namespace PassthroughTools.Inventory;

/// <summary>
/// A PCI device, with its IDs as numbers: ConvertTo-Json writes these, while PowerShell shows the properties of the same names
/// that the devices themselves have, which print as 0x10de.
/// </summary>
public abstract class PciNumbers : InventoryObject
{
    private protected PciNumbers(InventoryState state, string uidSegment)
        : base(state, uidSegment)
    {
    }

    /// <summary>The vendor ID.</summary>
    public int? VendorId => (Card?.VendorId ?? Device?.VendorId)?.Value;

    /// <summary>The device ID.</summary>
    public int? DeviceId => (Card?.DeviceId ?? Device?.DeviceId)?.Value;

    /// <summary>The subsystem vendor ID.</summary>
    public int? SubVendorId => Device?.SubVendorId.Value;

    /// <summary>The subsystem device ID.</summary>
    public int? SubDeviceId => Device?.SubDeviceId.Value;

    /// <summary>The PCI class and subclass; null where they are not known.</summary>
    public int? ClassId => Device?.KnownClassId?.Value;

    private protected abstract PciDeviceRecord? Device { get; }

    /// <summary>
    /// The attachment that tells which card it is where the device's record does not; null where none is needed.
    /// </summary>
    private protected virtual AttachmentRecord? Card => null;
}
