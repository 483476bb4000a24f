using PassthroughTools.State;

namespace PassthroughTools.Backends;

/// <summary>
/// An inventory with a journal of its own: operations are decided here by the rules, and have ended when they are committed.
/// </summary>
public abstract class JournalBackend : IInventoryBackend, IChangeFeed
{
    /// <inheritdoc/>
    public abstract string Target { get; }

    /// <inheritdoc/>
    public abstract Task<InventoryState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Decides an operation on the inventory as it is now and commits what it changes: all of it or nothing. A request with the
    /// key of one that was committed is not carried out again: it gets that one's commit.
    /// </summary>
    /// <exception cref="Errors.PassthroughException">As <see cref="IInventoryBackend.BeginAsync"/>.</exception>
    public abstract Task<Commit> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken);

    /// <summary>
    /// The first events after a sequence number, as <see cref="ReadEventsAsync"/> has them: of those from far back not many more
    /// are in memory.
    /// </summary>
    /// <param name="after">The sequence number.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Errors.PassthroughException">The journal cannot be read.</exception>
    public virtual async Task<IReadOnlyList<InventoryEvent>> ReadPageAsync(
        long after, int most, CancellationToken cancellationToken) =>
        [.. (await ReadEventsAsync(after, cancellationToken).ConfigureAwait(false)).Take(most)];

    /// <inheritdoc/>
    public abstract Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public async Task<IRunningOperation> BeginAsync(OperationRequest request, CancellationToken cancellationToken) =>
        new EndedOperation(request.Key ?? "", (await ExecuteAsync(request, cancellationToken).ConfigureAwait(false)).ToOutcome());

    /// <inheritdoc/>
    public async Task<IRunningOperation?> AttachAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(new RequestKey(id, null, null), cancellationToken).ConfigureAwait(false) is { } commit
            ? new EndedOperation(id, commit.ToOutcome())
            : null;

    /// <summary>The change that a request with a key has committed; null where none of those that are remembered is it.</summary>
    /// <param name="asked">The key, and whose it is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="Errors.PassthroughException">The journal cannot be read.</exception>
    public virtual async Task<Commit?> FindAsync(RequestKey asked, CancellationToken cancellationToken)
    {
        var state = await ReadAsync(cancellationToken).ConfigureAwait(false);
        long after = Math.Max(0, state.Revision - RecentEvents.Capacity);
        var found = (await ReadEventsAsync(after, cancellationToken).ConfigureAwait(false)).LastOrDefault(asked.IsOf);
        return found is null ? null : new Commit(state, found);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the backend holds between calls.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
