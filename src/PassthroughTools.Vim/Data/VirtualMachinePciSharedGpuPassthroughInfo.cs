namespace VMware.Vim;

/// <summary>A vGPU profile.</summary>
public sealed class VirtualMachinePciSharedGpuPassthroughInfo : VirtualMachineTargetInfo
{
    public string? Vgpu { get; set; }
}
