namespace VMware.Vim;

/// <summary>What a DirectPath profile would give to a machine (API 9.0).</summary>
public sealed class DirectPathProfileManagerCapacityQueryByDeviceConfig : DirectPathProfileManagerCapacityQuerySpec
{
    public DirectPathProfileManagerDirectPathConfig? DeviceConfig { get; set; }
}
