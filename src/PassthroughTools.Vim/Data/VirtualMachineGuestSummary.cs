namespace VMware.Vim;

/// <summary>A guest in short.</summary>
public sealed class VirtualMachineGuestSummary : DynamicData
{
    public string? GuestId { get; set; }

    public string? GuestFullName { get; set; }

    public VirtualMachineToolsStatus? ToolsStatus { get; set; }

    public string? ToolsVersionStatus { get; set; }

    public string? ToolsVersionStatus2 { get; set; }

    public string? ToolsRunningStatus { get; set; }

    public string? HostName { get; set; }

    public string? IpAddress { get; set; }
}
