namespace VMware.Vim;

/// <summary>What a machine is reserved, limited to and entitled to.</summary>
public sealed class ResourceAllocationInfo : DynamicData
{
    /// <summary>In MHz for CPU, in MB for memory.</summary>
    public long? Reservation { get; set; }

    public bool? ExpandableReservation { get; set; }

    /// <summary>In MHz for CPU, in MB for memory; -1 for none.</summary>
    public long? Limit { get; set; }

    public SharesInfo? Shares { get; set; }

    /// <summary>In MB.</summary>
    public long? OverheadLimit { get; set; }
}
