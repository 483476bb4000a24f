namespace PassthroughTools.Backends;

/// <summary>The idempotency key of a change.</summary>
/// <param name="Sequence">The change's sequence number.</param>
/// <param name="Time">When it was committed, in UTC.</param>
/// <param name="Owner">Whose the key is: a scope, which has no @, or an actor.</param>
/// <param name="Key">The key.</param>
internal readonly record struct UsedKey(long Sequence, DateTime Time, string Owner, string Key)
{
    /// <summary>The key of a change; null where it has none.</summary>
    public static UsedKey? Of(InventoryEvent committed) =>
        committed.Request is { Key: { } key } request
            ? new UsedKey(committed.Sequence, committed.Time, request.Scope ?? committed.Actor, key)
            : null;
}
