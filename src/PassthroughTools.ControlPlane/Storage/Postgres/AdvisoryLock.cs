namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>
/// The keys of the advisory locks by which replicas take turns: any numbers, as long as nobody else in the database locks them.
/// </summary>
internal static class AdvisoryLock
{
    /// <summary>Who brings the schema up to date.</summary>
    public const long Migration = 0x50_61_73_73_74_68_72_75;

    /// <summary>Who numbers refusals.</summary>
    public const long Refusals = Migration + 1;

    /// <summary>Who writes a snapshot: two at a time would each keep one before, and not see the other's.</summary>
    public const long Snapshots = Migration + 2;

    /// <summary>Who makes the first token.</summary>
    public const long FirstToken = Migration + 3;
}
