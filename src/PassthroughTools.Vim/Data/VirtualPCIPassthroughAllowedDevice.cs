namespace VMware.Vim;

/// <summary>A kind of device that Dynamic DirectPath I/O may choose.</summary>
public sealed class VirtualPCIPassthroughAllowedDevice : DynamicData
{
    public int VendorId { get; set; }

    public int DeviceId { get; set; }

    public int? SubVendorId { get; set; }

    public int? SubDeviceId { get; set; }

    public short? RevisionId { get; set; }
}
