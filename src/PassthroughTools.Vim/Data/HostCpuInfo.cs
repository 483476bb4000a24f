namespace VMware.Vim;

/// <summary>A host's processors.</summary>
public sealed class HostCpuInfo : DynamicData
{
    public short? NumCpuPackages { get; set; }

    public short? NumCpuCores { get; set; }

    public short? NumCpuThreads { get; set; }

    public long? Hz { get; set; }
}
