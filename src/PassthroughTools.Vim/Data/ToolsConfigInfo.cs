namespace VMware.Vim;

/// <summary>What VMware Tools does in the guest.</summary>
public sealed class ToolsConfigInfo : DynamicData
{
    public int? ToolsVersion { get; set; }

    public string? ToolsInstallType { get; set; }

    public bool? AfterPowerOn { get; set; }

    public bool? AfterResume { get; set; }

    public bool? BeforeGuestStandby { get; set; }

    public bool? BeforeGuestShutdown { get; set; }

    public bool? BeforeGuestReboot { get; set; }

    public string? ToolsUpgradePolicy { get; set; }

    public string? PendingCustomization { get; set; }

    public bool? SyncTimeWithHostAllowed { get; set; }

    public bool? SyncTimeWithHost { get; set; }
}
