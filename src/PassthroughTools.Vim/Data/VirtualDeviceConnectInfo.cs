namespace VMware.Vim;

/// <summary>Whether and how a device that can be disconnected is connected.</summary>
public sealed class VirtualDeviceConnectInfo : DynamicData
{
    public string? MigrateConnect { get; set; }

    public bool StartConnected { get; set; }

    public bool AllowGuestControl { get; set; }

    public bool Connected { get; set; }

    public string? Status { get; set; }
}
