namespace VMware.Vim;

/// <summary>A host's firmware.</summary>
public sealed class HostBIOSInfo : DynamicData
{
    public string? BiosVersion { get; set; }

    public DateTime? ReleaseDate { get; set; }

    public string? Vendor { get; set; }
}
