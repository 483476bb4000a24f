namespace VMware.Vim;

/// <summary>A host in short.</summary>
public sealed class HostListSummary : DynamicData
{
    public ManagedObjectReference? Host { get; set; }

    public HostHardwareSummary? Hardware { get; set; }

    public HostRuntimeInfo? Runtime { get; set; }

    public HostConfigSummary? Config { get; set; }

    public HostListSummaryQuickStats? QuickStats { get; set; }

    public ManagedEntityStatus? OverallStatus { get; set; }

    public bool? RebootRequired { get; set; }

    public string? ManagementServerIp { get; set; }

    public string? MaxEVCModeKey { get; set; }

    public string? CurrentEVCModeKey { get; set; }

    public string? CurrentEVCGraphicsModeKey { get; set; }
}
