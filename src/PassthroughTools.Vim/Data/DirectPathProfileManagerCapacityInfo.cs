namespace VMware.Vim;

/// <summary>The capacity for a DirectPath profile, in devices of the profile (API 9.0).</summary>
public sealed class DirectPathProfileManagerCapacityInfo : DirectPathProfileManagerCapacityResult
{
    public DirectPathProfileInfo? Profile { get; set; }

    /// <summary>How many running machines have.</summary>
    public int Consumed { get; set; }

    /// <summary>How many more can be given.</summary>
    public int Remaining { get; set; }

    /// <summary>How many there are where nothing runs.</summary>
    public int Max { get; set; }

    /// <summary>How many are reserved and not in use.</summary>
    public int UnusedReservation { get; set; }
}
