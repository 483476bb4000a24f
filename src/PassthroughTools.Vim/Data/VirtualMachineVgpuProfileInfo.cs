namespace VMware.Vim;

/// <summary>A vGPU profile.</summary>
public sealed class VirtualMachineVgpuProfileInfo : VirtualMachineTargetInfo
{
    public string? ProfileName { get; set; }

    /// <summary>The device ID in the upper, the vendor ID in the lower 16 bits.</summary>
    public long DeviceVendorId { get; set; }

    public long FbSizeInGib { get; set; }

    public string? ProfileSharing { get; set; }

    public string? ProfileClass { get; set; }
}
