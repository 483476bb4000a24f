namespace VMware.Vim;

/// <summary>A host's hardware.</summary>
public sealed class HostHardwareInfo : DynamicData
{
    public HostSystemInfo? SystemInfo { get; set; }

    public HostCpuInfo? CpuInfo { get; set; }

    /// <summary>In bytes.</summary>
    public long? MemorySize { get; set; }

    public HostNumaInfo? NumaInfo { get; set; }

    public bool? SmcPresent { get; set; }

    public HostPciDevice[]? PciDevice { get; set; }

    public HostDvxClass[]? DvxClasses { get; set; }

    public HostBIOSInfo? BiosInfo { get; set; }
}
