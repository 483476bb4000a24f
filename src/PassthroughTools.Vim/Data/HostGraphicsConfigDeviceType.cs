namespace VMware.Vim;

/// <summary>The graphics type of one device.</summary>
public sealed class HostGraphicsConfigDeviceType : DynamicData
{
    /// <summary>The PCI address, such as 0000:3b:00.0.</summary>
    public string? DeviceId { get; set; }

    public string? GraphicsType { get; set; }

    public string? VgpuMode { get; set; }
}
