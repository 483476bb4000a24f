namespace VMware.Vim;

/// <summary>A cluster's DRS.</summary>
public sealed class ClusterDrsConfigInfo : DynamicData
{
    public bool? Enabled { get; set; }

    public bool? EnableVmBehaviorOverrides { get; set; }

    public DrsBehavior? DefaultVmBehavior { get; set; }

    public int? VmotionRate { get; set; }
}
