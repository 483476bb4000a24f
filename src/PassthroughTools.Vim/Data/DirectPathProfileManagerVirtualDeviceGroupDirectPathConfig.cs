namespace VMware.Vim;

/// <summary>The devices of a vendor device group (API 9.0).</summary>
public sealed class DirectPathProfileManagerVirtualDeviceGroupDirectPathConfig : DirectPathProfileManagerDirectPathConfig
{
    public string? DeviceGroupName { get; set; }
}
