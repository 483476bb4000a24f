namespace VMware.Vim;

/// <summary>The space that a machine takes.</summary>
public sealed class VirtualMachineStorageSummary : DynamicData
{
    /// <summary>In bytes.</summary>
    public long? Committed { get; set; }

    /// <summary>In bytes: what its thin disks may still grow by.</summary>
    public long? Uncommitted { get; set; }

    /// <summary>In bytes.</summary>
    public long? Unshared { get; set; }

    public DateTime? Timestamp { get; set; }
}
