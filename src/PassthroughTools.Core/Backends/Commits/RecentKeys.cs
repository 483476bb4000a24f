namespace PassthroughTools.Backends;

/// <summary>
/// The idempotency keys of the newest changes: those of the last 24 hours, and of so many changes at most. Not safe for several
/// threads.
/// </summary>
/// <param name="changes">How many of the newest changes count.</param>
internal sealed class RecentKeys(int changes = RecentKeys.Changes)
{
    /// <summary>For how many changes a key is remembered.</summary>
    public const int Changes = 100_000;

    /// <summary>For how long a key is remembered.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromHours(24);

    private readonly Dictionary<(string Owner, string Key), UsedKey> keys = [];
    private readonly Queue<UsedKey> order = new();
    private long last;

    /// <summary>How many keys are remembered.</summary>
    public int Count => keys.Count;

    /// <summary>Adds the next change; a change without a key only ages the others.</summary>
    public void Add(InventoryEvent committed)
    {
        last = committed.Sequence;
        if (UsedKey.Of(committed) is { } used) Remember(used);
        else ForgetOld();
    }

    /// <summary>Adds a key of a change that follows those that are there.</summary>
    public void Add(UsedKey used)
    {
        last = used.Sequence;
        Remember(used);
    }

    /// <summary>The sequence number of the change that was asked for with a key; null where none is remembered.</summary>
    public long? Find(RequestKey asked)
    {
        if (asked is { Actor: null, Scope: null })
            return keys.Values.Where(used => used.Key == asked.Key && IsGood(used)).Max(static used => (long?)used.Sequence);

        // A change that an older version wrote is its actor's.
        return Find(asked.Scope, asked.Key) ?? Find(asked.Actor, asked.Key);
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        keys.Clear();
        order.Clear();
        last = 0;
    }

    private long? Find(string? owner, string key) =>
        owner is not null && keys.TryGetValue((owner, key), out var used) && IsGood(used) ? used.Sequence : null;

    private bool IsGood(UsedKey used) => last - used.Sequence < changes && DateTime.UtcNow - used.Time < Age;

    private void Remember(UsedKey used)
    {
        keys[(used.Owner, used.Key)] = used;
        order.Enqueue(used);
        ForgetOld();
    }

    private void ForgetOld()
    {
        while (order.Count > 0 && !IsGood(order.Peek()))
        {
            var oldest = order.Dequeue();
            var place = (oldest.Owner, oldest.Key);
            if (keys.TryGetValue(place, out var known) && known.Sequence == oldest.Sequence) keys.Remove(place);
        }
    }
}
