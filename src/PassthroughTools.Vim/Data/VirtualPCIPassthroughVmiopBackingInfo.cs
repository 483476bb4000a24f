namespace VMware.Vim;

/// <summary>A vGPU.</summary>
public sealed class VirtualPCIPassthroughVmiopBackingInfo : VirtualPCIPassthroughPluginBackingInfo
{
    /// <summary>The vGPU profile, such as grid_t4-16q.</summary>
    public string? Vgpu { get; set; }

    public int? VgpuMigrateDataSizeMB { get; set; }

    public bool? MigrateSupported { get; set; }

    public bool? EnhancedMigrateCapability { get; set; }
}
