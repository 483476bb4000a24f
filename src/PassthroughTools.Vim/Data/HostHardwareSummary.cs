namespace VMware.Vim;

/// <summary>A host's hardware in short.</summary>
public sealed class HostHardwareSummary : DynamicData
{
    public string? Vendor { get; set; }

    public string? Model { get; set; }

    public string? Family { get; set; }

    public string? Uuid { get; set; }

    /// <summary>In bytes.</summary>
    public long? MemorySize { get; set; }

    public string? CpuModel { get; set; }

    public int? CpuMhz { get; set; }

    public short? NumCpuPkgs { get; set; }

    public short? NumCpuCores { get; set; }

    public short? NumCpuThreads { get; set; }

    public int? NumNics { get; set; }

    public int? NumHBAs { get; set; }
}
