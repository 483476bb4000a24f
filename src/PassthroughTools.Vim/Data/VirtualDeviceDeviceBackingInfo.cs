namespace VMware.Vim;

/// <summary>A device of the host.</summary>
public class VirtualDeviceDeviceBackingInfo : VirtualDeviceBackingInfo
{
    public string? DeviceName { get; set; }

    public bool? UseAutoDetect { get; set; }
}
