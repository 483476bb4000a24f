namespace VMware.Vim;

/// <summary>A host's NUMA nodes.</summary>
public sealed class HostNumaInfo : DynamicData
{
    public string? Type { get; set; }

    public int? NumNodes { get; set; }

    /// <summary>The nodes.</summary>
    public HostNumaNode[]? NumaNode { get; set; }
}
