namespace VMware.Vim;

/// <summary>What a network adapter is reserved.</summary>
public sealed class VirtualEthernetCardResourceAllocation : DynamicData
{
    /// <summary>In Mbit/s.</summary>
    public long? Reservation { get; set; }

    public SharesInfo? Share { get; set; }

    /// <summary>In Mbit/s; -1 for none.</summary>
    public long? Limit { get; set; }
}
