namespace VMware.Vim;

/// <summary>Enhanced DirectPath I/O: a device of a DVX class.</summary>
public sealed class VirtualPCIPassthroughDvxBackingInfo : VirtualDeviceBackingInfo
{
    public string? DeviceClass { get; set; }

    public OptionValue[]? ConfigParams { get; set; }
}
