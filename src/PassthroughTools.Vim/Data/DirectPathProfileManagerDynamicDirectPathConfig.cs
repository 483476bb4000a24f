namespace VMware.Vim;

/// <summary>A Dynamic DirectPath I/O device (API 9.0).</summary>
public sealed class DirectPathProfileManagerDynamicDirectPathConfig : DirectPathProfileManagerDirectPathConfig
{
    public VirtualPCIPassthroughDynamicBackingInfo? DynamicDirectPathBacking { get; set; }
}
