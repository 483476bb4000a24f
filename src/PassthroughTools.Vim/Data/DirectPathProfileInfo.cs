namespace VMware.Vim;

/// <summary>A DirectPath profile (API 9.0): a device configuration with a name.</summary>
public sealed class DirectPathProfileInfo : DynamicData
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? VendorName { get; set; }

    public DirectPathProfileManagerDirectPathConfig? DeviceConfig { get; set; }
}
