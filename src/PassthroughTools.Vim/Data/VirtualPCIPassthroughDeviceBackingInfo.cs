namespace VMware.Vim;

/// <summary>Fixed DirectPath I/O: one device of one host.</summary>
public sealed class VirtualPCIPassthroughDeviceBackingInfo : VirtualDeviceDeviceBackingInfo
{
    /// <summary>The PCI address, such as 0000:3b:00.0.</summary>
    public string? Id { get; set; }

    /// <summary>The device ID in hexadecimal digits.</summary>
    public string? DeviceId { get; set; }

    /// <summary>The host's systemId, as the environment browser has it.</summary>
    public string? SystemId { get; set; }

    /// <summary>The vendor ID, signed as on the wire.</summary>
    public short VendorId { get; set; }
}
