namespace VMware.Vim;

/// <summary>A host's graphics configuration.</summary>
public sealed class HostGraphicsConfig : DynamicData
{
    public string? HostDefaultGraphicsType { get; set; }

    public string? SharedPassthruAssignmentPolicy { get; set; }

    public HostGraphicsConfigDeviceType[]? DeviceType { get; set; }
}
