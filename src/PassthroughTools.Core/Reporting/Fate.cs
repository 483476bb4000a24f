namespace PassthroughTools.Reporting;

/// <summary>What becomes of a running virtual machine where its host goes under maintenance.</summary>
internal enum Fate
{
    /// <summary>It moves while it runs.</summary>
    Moves,

    /// <summary>It does not move, and is suspended.</summary>
    Suspends,

    /// <summary>It is powered off.</summary>
    GoesDown,

    /// <summary>No source says.</summary>
    Unknown,
}
