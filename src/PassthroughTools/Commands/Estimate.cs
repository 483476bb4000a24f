namespace PassthroughTools.Commands;

/// <summary>
/// How long work takes yet, by what is done of it so far. It counts down and may fall faster, but does not grow: where it was too
/// short, there is none any more, and it is said so.
/// </summary>
internal sealed class Estimate
{
    private TimeSpan? end;

    /// <summary>Whether the work takes longer than was estimated.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The time that is left; null where it is not known.</summary>
    /// <param name="elapsed">The time that the work has taken.</param>
    /// <param name="share">How much of it is done, from 0 to 1.</param>
    public TimeSpan? Left(TimeSpan elapsed, double share)
    {
        if (share > 0)
        {
            var now = TimeSpan.FromTicks((long)(elapsed.Ticks / share));
            if (end is null || now < end) end = now;
        }

        IsOver = end < elapsed;
        return IsOver ? null : end - elapsed;
    }
}
