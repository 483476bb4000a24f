namespace VMware.Vim;

/// <summary>How busy a machine is.</summary>
public sealed class VirtualMachineQuickStats : DynamicData
{
    /// <summary>In MHz.</summary>
    public int? OverallCpuUsage { get; set; }

    /// <summary>In MHz.</summary>
    public int? OverallCpuDemand { get; set; }

    /// <summary>In MB.</summary>
    public int? GuestMemoryUsage { get; set; }

    /// <summary>In MB.</summary>
    public int? HostMemoryUsage { get; set; }

    public ManagedEntityStatus? GuestHeartbeatStatus { get; set; }

    public int? UptimeSeconds { get; set; }
}
