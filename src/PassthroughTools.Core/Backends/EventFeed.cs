using System;
using System.Threading;
using System.Threading.Tasks;

namespace PassthroughTools.Backends;

/// <summary>Follows a backend whose events are read.</summary>
internal static class EventFeed
{
    /// <summary>Hands over events after a sequence number, then further ones when there is a signal or some time has passed.</summary>
    public static async Task FollowAsync(
        IPassthroughBackend backend, ChangeSignal signal, TimeSpan interval, long after, Action<InventoryEvent> next, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = signal.Next;
            foreach (var committed in await backend.ReadEventsAsync(after, cancellationToken).ConfigureAwait(false))
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
