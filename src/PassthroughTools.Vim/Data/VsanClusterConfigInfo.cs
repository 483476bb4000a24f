namespace VMware.Vim;

/// <summary>A cluster's vSAN.</summary>
public sealed class VsanClusterConfigInfo : DynamicData
{
    public bool? Enabled { get; set; }
}
