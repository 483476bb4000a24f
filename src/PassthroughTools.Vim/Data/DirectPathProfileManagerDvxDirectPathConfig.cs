namespace VMware.Vim;

/// <summary>An Enhanced DirectPath I/O device (API 9.0).</summary>
public sealed class DirectPathProfileManagerDvxDirectPathConfig : DirectPathProfileManagerDirectPathConfig
{
    public VirtualPCIPassthroughDvxBackingInfo? DvxBacking { get; set; }
}
