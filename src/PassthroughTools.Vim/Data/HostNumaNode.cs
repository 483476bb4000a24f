namespace VMware.Vim;

/// <summary>A NUMA node of a host.</summary>
public sealed class HostNumaNode : DynamicData
{
    /// <summary>The number of the node.</summary>
    public sbyte TypeId { get; set; }

    /// <summary>The numbers of its processors.</summary>
    public short[]? CpuID { get; set; }

    /// <summary>The memory in bytes (API 8.0).</summary>
    public long? MemorySize { get; set; }

    public long? MemoryRangeBegin { get; set; }

    public long? MemoryRangeLength { get; set; }

    /// <summary>The PCI addresses of its devices.</summary>
    public string[]? PciId { get; set; }
}
