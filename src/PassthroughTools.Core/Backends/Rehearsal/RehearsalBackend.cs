using PassthroughTools.State;

namespace PassthroughTools.Backends.Rehearsal;

/// <summary>
/// A copy of an inventory in memory, for rehearsals: every operation is decided as anywhere, nothing reaches the target.
/// </summary>
public sealed class RehearsalBackend : JournalBackend
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly object gate = new();
    private readonly List<InventoryEvent> events = [];
    private readonly ChangeSignal changed = new();
    private InventoryState state;

    /// <summary>Makes a copy of a state that was read from a target.</summary>
    public RehearsalBackend(string target, InventoryState state)
    {
        Target = target;
        this.state = state;
    }

    /// <inheritdoc/>
    public override string Target { get; }

    /// <inheritdoc/>
    public override Task<InventoryState> ReadAsync(CancellationToken cancellationToken)
    {
        lock (gate) return Task.FromResult(state);
    }

    /// <inheritdoc/>
    public override Task<Commit> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var pending = new PendingCommit(request, cancellationToken);
        lock (gate)
        {
            var batch = CommitBatch<InventoryEvent>.Decide(state, [pending], Find, static committed => committed);
            state = batch.State;
            events.AddRange(batch.Events);
            batch.Complete();
        }

        changed.Set();
        return pending.Answer;
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken)
    {
        lock (gate) return Task.FromResult<IReadOnlyList<InventoryEvent>>([.. events.Where(e => e.Sequence > after)]);
    }

    /// <inheritdoc/>
    public override Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken) =>
        EventFeed.FollowAsync(this, changed, Interval, after, next, cancellationToken);

    private InventoryEvent? Find(RequestKey asked) => events.FindLast(asked.IsOf);
}
