namespace VMware.Vim;

/// <summary>A GPU that offers vGPUs.</summary>
public sealed class VirtualMachineVgpuDeviceInfo : VirtualMachineTargetInfo
{
    public string? DeviceName { get; set; }

    /// <summary>The device ID in the upper, the vendor ID in the lower 16 bits.</summary>
    public long DeviceVendorId { get; set; }

    public long MaxFbSizeInGib { get; set; }

    public bool TimeSlicedCapable { get; set; }

    public bool MigCapable { get; set; }

    public bool ComputeProfileCapable { get; set; }

    public bool QuadroProfileCapable { get; set; }
}
