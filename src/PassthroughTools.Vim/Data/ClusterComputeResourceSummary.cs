namespace VMware.Vim;

/// <summary>A cluster in short.</summary>
public sealed class ClusterComputeResourceSummary : ComputeResourceSummary
{
    public int? CurrentFailoverLevel { get; set; }

    public int? NumVmotions { get; set; }

    public string? CurrentEVCModeKey { get; set; }

    public string? CurrentEVCGraphicsModeKey { get; set; }
}
