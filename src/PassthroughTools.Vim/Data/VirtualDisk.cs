namespace VMware.Vim;

/// <summary>A virtual disk.</summary>
public sealed class VirtualDisk : VirtualDevice
{
    public long CapacityInKB { get; set; }

    public long? CapacityInBytes { get; set; }

    public SharesInfo? Shares { get; set; }
}
