namespace VMware.Vim;

/// <summary>A disk in a file of a VMFS, vSAN or NFS datastore.</summary>
public sealed class VirtualDiskFlatVer2BackingInfo : VirtualDeviceFileBackingInfo
{
    public string? DiskMode { get; set; }

    public bool? Split { get; set; }

    public bool? WriteThrough { get; set; }

    public bool? ThinProvisioned { get; set; }

    public bool? EagerlyScrub { get; set; }

    public string? Uuid { get; set; }
}
