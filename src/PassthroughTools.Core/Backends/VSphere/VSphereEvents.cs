using PassthroughTools.Vim.Events;
using PassthroughTools.Vim.Soap;

namespace PassthroughTools.Backends.VSphere;

/// <summary>
/// A vSphere's event history: the last events that it tells of machines, hosts and clusters, by the numbers that it gave them.
/// What they changed in the inventory it does not tell. Others, such as logins, change nothing in it.
/// </summary>
internal sealed class VSphereEvents(VSphereConnection connection) : IChangeFeed
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken)
    {
        if (connection.Content.EventManager is not { } manager) return [];
        var events = await connection.ListAsync<Event>(
            manager, "QueryEvents", cancellationToken, SoapArgument.Of("filter", new EventFilterSpec())).ConfigureAwait(false);
        return [.. events.Where(one => one.Key > after && About(one) is not null).OrderBy(static one => one.Key).Select(Of)];
    }

    /// <inheritdoc/>
    public Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken) =>
        EventFeed.FollowAsync(this, new ChangeSignal(), Interval, after, next, cancellationToken);

    private static EventArgument? About(Event one) => one.Vm ?? one.Host ?? one.ComputeResource;

    private static InventoryEvent Of(Event one)
    {
        var about = About(one);
        return new InventoryEvent
        {
            Sequence = one.Key,
            Time = one.CreatedTime,
            Actor = one.UserName ?? "",
            Operation = one.Kind,
            Target = about?.Name ?? "",
            TargetId = about?.MoRef?.ToString(),
            Summary = one.FullFormattedMessage ?? one.Kind,
            Changes = [],
        };
    }
}
