namespace PassthroughTools.Backends;

/// <summary>Follows a feed whose events are read.</summary>
internal static class EventFeed
{
    /// <summary>Hands over events after a sequence number, then further ones when there is a signal or some time has passed.</summary>
    public static async Task FollowAsync(
        IChangeFeed feed, ChangeSignal signal, TimeSpan interval, long after, Action<InventoryEvent> next, CancellationToken cancellationToken)
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
