namespace VMware.Vim;

/// <summary>A machine's flags.</summary>
public sealed class VirtualMachineFlagInfo : DynamicData
{
    public bool? DisableAcceleration { get; set; }

    public bool? EnableLogging { get; set; }

    public bool? UseToe { get; set; }

    public bool? RunWithDebugInfo { get; set; }

    public string? MonitorType { get; set; }

    public string? HtSharing { get; set; }

    public bool? SnapshotDisabled { get; set; }

    public bool? SnapshotLocked { get; set; }

    public bool? DiskUuidEnabled { get; set; }

    public string? VirtualMmuUsage { get; set; }

    public string? VirtualExecUsage { get; set; }

    public string? SnapshotPowerOffBehavior { get; set; }

    public bool? RecordReplayEnabled { get; set; }

    public string? FaultToleranceType { get; set; }

    public bool? CbrcCacheEnabled { get; set; }

    public bool? VvtdEnabled { get; set; }

    public bool? VbsEnabled { get; set; }
}
