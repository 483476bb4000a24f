namespace VMware.Vim;

/// <summary>A host as it runs.</summary>
public sealed class HostRuntimeInfo : DynamicData
{
    public HostSystemConnectionState? ConnectionState { get; set; }

    public HostSystemPowerState? PowerState { get; set; }

    public string? StandbyMode { get; set; }

    public bool InMaintenanceMode { get; set; }

    public bool? InQuarantineMode { get; set; }

    public DateTime? BootTime { get; set; }
}
