namespace PassthroughTools.Backends;

/// <summary>Follows a feed whose events are read.</summary>
internal static class EventFeed
{
    /// <summary>
    /// What somebody may be given who knows the inventory up to a revision: where it was replaced since, as by a restore, only
    /// the events after the gap that this leaves. That they do not follow his revision tells him to read the inventory anew. Who
    /// knows nothing gets all.
    /// </summary>
    public static IReadOnlyList<InventoryEvent> Following(long after, IReadOnlyList<InventoryEvent> events)
    {
        int first = events.Count;
        while (first > 0 && (first == events.Count || events[first - 1].Sequence == events[first].Sequence - 1)) first--;
        return after == 0 || first == 0 ? events : [.. events.Skip(first)];
    }

    /// <summary>
    /// Hands over events after a sequence number, then further ones when there is a signal or some time has passed.
    /// </summary>
    public static async Task FollowAsync(
        IChangeFeed feed, ChangeSignal signal, TimeSpan interval, long after, Action<InventoryEvent> next,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = signal.Next;
            foreach (var committed in await feed.ReadEventsAsync(after, cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                next(committed);
                after = committed.Sequence;
            }

            await Task.WhenAny(changed, Task.Delay(interval, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
