namespace VMware.Vim;

/// <summary>A PCI device of a host. Its numbers are signed, as on the wire.</summary>
public sealed class HostPciDevice : DynamicData
{
    /// <summary>The PCI address, such as 0000:3b:00.0.</summary>
    public string? Id { get; set; }

    public short ClassId { get; set; }

    public sbyte Bus { get; set; }

    public sbyte Slot { get; set; }

    public int? PhysicalSlot { get; set; }

    public string? SlotDescription { get; set; }

    public sbyte Function { get; set; }

    public short VendorId { get; set; }

    public short SubVendorId { get; set; }

    public string? VendorName { get; set; }

    public short DeviceId { get; set; }

    public short SubDeviceId { get; set; }

    public string? ParentBridge { get; set; }

    public string? DeviceName { get; set; }

    public string? DeviceClassName { get; set; }
}
