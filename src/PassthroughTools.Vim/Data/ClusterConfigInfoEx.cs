namespace VMware.Vim;

/// <summary>A cluster's configuration.</summary>
public sealed class ClusterConfigInfoEx : ComputeResourceConfigInfo
{
    public ClusterDasConfigInfo? DasConfig { get; set; }

    public ClusterDrsConfigInfo? DrsConfig { get; set; }

    public VsanClusterConfigInfo? VsanConfigInfo { get; set; }
}
