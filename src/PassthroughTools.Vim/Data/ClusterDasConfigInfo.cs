namespace VMware.Vim;

/// <summary>A cluster's HA.</summary>
public sealed class ClusterDasConfigInfo : DynamicData
{
    public bool? Enabled { get; set; }

    public string? VmMonitoring { get; set; }

    public string? HostMonitoring { get; set; }

    public string? VmComponentProtecting { get; set; }

    /// <summary>How many hosts' failure HA must bear.</summary>
    public int? FailoverLevel { get; set; }

    public bool? AdmissionControlEnabled { get; set; }

    public ClusterDasVmSettings? DefaultVmSettings { get; set; }
}
