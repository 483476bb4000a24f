namespace VMware.Vim;

/// <summary>Dynamic DirectPath I/O: any device of a kind.</summary>
public sealed class VirtualPCIPassthroughDynamicBackingInfo : VirtualDeviceDeviceBackingInfo
{
    public VirtualPCIPassthroughAllowedDevice[]? AllowedDevice { get; set; }

    /// <summary>The hardware label that the device must have; null or empty for any.</summary>
    public string? CustomLabel { get; set; }

    /// <summary>The PCI address of the device in use.</summary>
    public string? AssignedId { get; set; }
}
