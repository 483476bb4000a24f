namespace VMware.Vim;

/// <summary>What VMware Tools tells of a guest.</summary>
public sealed class GuestInfo : DynamicData
{
    public VirtualMachineToolsStatus? ToolsStatus { get; set; }

    public string? ToolsVersionStatus { get; set; }

    public string? ToolsVersionStatus2 { get; set; }

    public string? ToolsRunningStatus { get; set; }

    public string? ToolsVersion { get; set; }

    public string? ToolsInstallType { get; set; }

    public string? GuestId { get; set; }

    public string? GuestFamily { get; set; }

    public string? GuestFullName { get; set; }

    public string? HostName { get; set; }

    public string? IpAddress { get; set; }

    public GuestNicInfo[]? Net { get; set; }

    public string? GuestState { get; set; }
}
