namespace VMware.Vim;

/// <summary>What is asked of one device of a machine.</summary>
public sealed class VirtualDeviceConfigSpec : DynamicData
{
    public VirtualDeviceConfigSpecOperation? Operation { get; set; }

    public VirtualDeviceConfigSpecFileOperation? FileOperation { get; set; }

    public VirtualDevice? Device { get; set; }

    public string? ChangeMode { get; set; }
}
