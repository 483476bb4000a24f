namespace VMware.Vim;

/// <summary>A vGPU (API 9.0).</summary>
public sealed class DirectPathProfileManagerVmiopDirectPathConfig : DirectPathProfileManagerDirectPathConfig
{
    /// <summary>Its profile, such as grid_l40s-24q.</summary>
    public string? VgpuProfile { get; set; }
}
