namespace VMware.Vim;

/// <summary>How a host enters maintenance mode.</summary>
public sealed class HostMaintenanceSpec : DynamicData
{
    public VsanHostDecommissionMode? VsanMode { get; set; }

    public string? Purpose { get; set; }
}
