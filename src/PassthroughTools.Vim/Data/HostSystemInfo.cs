namespace VMware.Vim;

/// <summary>The server.</summary>
public sealed class HostSystemInfo : DynamicData
{
    public string? Vendor { get; set; }

    public string? Model { get; set; }

    public string? Family { get; set; }

    public string? Uuid { get; set; }

    public string? SerialNumber { get; set; }
}
