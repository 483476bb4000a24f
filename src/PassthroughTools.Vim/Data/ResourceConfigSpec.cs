namespace VMware.Vim;

/// <summary>A machine's resources.</summary>
public sealed class ResourceConfigSpec : DynamicData
{
    public ManagedObjectReference? Entity { get; set; }

    public string? ChangeVersion { get; set; }

    public DateTime? LastModified { get; set; }

    public ResourceAllocationInfo? CpuAllocation { get; set; }

    public ResourceAllocationInfo? MemoryAllocation { get; set; }

    public string? ScaleDescendantsShares { get; set; }
}
