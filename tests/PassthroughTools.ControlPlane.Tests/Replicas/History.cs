namespace PassthroughTools.ControlPlane.Tests.Replicas;

/// <summary>
/// Checks that attempts on a device are linearizable: that each can be given a moment between its beginning and its end so that,
/// in the order of these moments, every answer is the one that a single copy of the device would have given. Changes are ordered
/// by the journal, so that an answer that changed nothing needs a place between two changes that its times allow.
/// </summary>
internal static class History
{
    /// <summary>The first fault, or null.</summary>
    /// <param name="attempts">All attempts on one device.</param>
    /// <param name="owners">The device's owner after each of its changes, by sequence number, in order; null for none.</param>
    public static string? Fault(IReadOnlyList<Attempt> attempts, IReadOnlyList<(long Sequence, string? Owner)> owners)
    {
        var changes = attempts.Where(static attempt => attempt.Sequence is not null).OrderBy(static attempt => attempt.Sequence)
            .ToList();
        long latestBegin = long.MinValue;
        foreach (var change in changes)
        {
            if (owners.All(owner => owner.Sequence != change.Sequence))
                return $"change {change.Sequence} was acknowledged and is not in the journal";
            if (change.Ended < latestBegin) return $"change {change.Sequence} ended before one began that comes before it";
            latestBegin = System.Math.Max(latestBegin, change.Began);
        }

        foreach (var look in attempts.Where(static attempt => attempt.Sequence is null))
        {
            // After every change that had ended, before every change that had not begun.
            long least = changes.Where(change => change.Ended < look.Began).Select(static change => change.Sequence!.Value)
                .DefaultIfEmpty(0).Max();
            long most = changes.Where(change => change.Began > look.Ended).Select(static change => change.Sequence!.Value - 1)
                .DefaultIfEmpty(long.MaxValue).Min();
            if (!OwnersBetween(owners, least, most).Any(owner => Explains(look, owner)))
                return $"'{(look.WasHeld == true ? "held" : "free")} {look.Holder}' cannot have been true at any moment between "
                    + $"change {least} and change {most}";
        }

        return null;
    }

    private static bool Explains(Attempt look, string? owner) =>
        look.WasHeld == owner is not null && (look.Holder is null || look.Holder == owner);

    private static IEnumerable<string?> OwnersBetween(IReadOnlyList<(long Sequence, string? Owner)> owners, long least, long most)
    {
        yield return owners.LastOrDefault(owner => owner.Sequence <= least).Owner;
        foreach (var (sequence, owner) in owners)
        {
            if (sequence > least && sequence <= most) yield return owner;
        }
    }
}
