namespace VMware.Vim;

/// <summary>The processors or NUMA nodes that a machine keeps to.</summary>
public sealed class VirtualMachineAffinityInfo : DynamicData
{
    public int[]? AffinitySet { get; set; }
}
