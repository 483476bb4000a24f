namespace VMware.Vim;

/// <summary>A network adapter as the guest has it.</summary>
public sealed class GuestNicInfo : DynamicData
{
    public string? Network { get; set; }

    public string[]? IpAddress { get; set; }

    public string? MacAddress { get; set; }

    public bool Connected { get; set; }

    public int DeviceConfigId { get; set; }
}
