namespace VMware.Vim;

/// <summary>How busy a host is.</summary>
public sealed class HostListSummaryQuickStats : DynamicData
{
    /// <summary>In MHz.</summary>
    public int? OverallCpuUsage { get; set; }

    /// <summary>In MB.</summary>
    public int? OverallMemoryUsage { get; set; }

    /// <summary>In seconds.</summary>
    public int? Uptime { get; set; }
}
