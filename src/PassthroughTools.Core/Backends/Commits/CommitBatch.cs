using PassthroughTools.Errors;
using PassthroughTools.Operations.Json;
using PassthroughTools.State;

namespace PassthroughTools.Backends;

/// <summary>
/// Requests that are decided one after the other, each on the state that those before it make, and are committed together. Nobody
/// is answered, not even with a refusal, before that is done: a refusal may rest on a change of the same batch.
/// </summary>
/// <typeparam name="T">What a backend writes of an event.</typeparam>
internal sealed class CommitBatch<T>
{
    private readonly List<(PendingCommit Pending, Commit? Commit, Exception? Refusal)> answers = [];
    private readonly List<InventoryEvent> events = [];
    private readonly List<T> written = [];

    private CommitBatch(InventoryState state) => State = state;

    /// <summary>The state that the batch makes.</summary>
    public InventoryState State { get; private set; }

    /// <summary>What is to be committed; empty where all is as asked or refused.</summary>
    public IReadOnlyList<InventoryEvent> Events => events;

    /// <summary>The events as the backend writes them.</summary>
    public IReadOnlyList<T> Written => written;

    /// <summary>Decides requests.</summary>
    /// <param name="state">The newest state.</param>
    /// <param name="requests">The requests, in their order.</param>
    /// <param name="find">The event of an earlier request with a key, or null.</param>
    /// <param name="write">An event as the backend writes it; a refusal where it cannot be written.</param>
    public static CommitBatch<T> Decide(
        InventoryState state,
        IEnumerable<PendingCommit> requests,
        Func<RequestKey, InventoryEvent?> find,
        Func<InventoryEvent, T> write)
    {
        var batch = new CommitBatch<T>(state);
        foreach (var pending in requests)
        {
            try
            {
                pending.CancellationToken.ThrowIfCancellationRequested();
                batch.answers.Add((pending, batch.Decide(pending.Request, find, write), null));
            }
#pragma warning disable CA1031 // one request's fault must not become the others'
            catch (Exception refusal)
#pragma warning restore CA1031
            {
                batch.answers.Add((pending, null, refusal));
            }
        }

        return batch;
    }

    /// <summary>Answers every request, now that the events are committed.</summary>
    public void Complete()
    {
        foreach (var (pending, commit, refusal) in answers)
        {
            if (commit is null) pending.Fail(refusal!);
            else pending.Complete(commit);
        }
    }

    private Commit Decide(OperationRequest request, Func<RequestKey, InventoryEvent?> find, Func<InventoryEvent, T> write)
    {
        if (RequestKey.Of(request) is { } key && (events.Find(key.IsOf) ?? find(key)) is { } first)
            return Repeated(request, key, first);
        if (request.IfRevision is { } revision && revision != State.Revision)
        {
            throw new PassthroughException(
                ErrorId.ConcurrentChange,
                FormattableString.Invariant(
                    $"The inventory is at revision {State.Revision}, and {request.Operation.Name} was asked for at ")
                + FormattableString.Invariant($"revision {revision} only. Read it again, and ask again if it still fits."));
        }

        var decision = request.Operation.Decide(State);
        if (decision.Changes.Count == 0) return new Commit(State, decision, null);
        var committed = InventoryEvent.Of(State.Revision + 1, request, decision);
        var next = State.Apply(committed.Sequence, decision.Changes);
        written.Add(write(committed));
        events.Add(committed);
        State = next;
        return new Commit(next, decision, committed);
    }

    private Commit Repeated(OperationRequest request, RequestKey key, InventoryEvent first) =>
        string.Equals(first.Request!.Fingerprint, OperationJson.Fingerprint(request.Operation), StringComparison.Ordinal)
            ? new Commit(State, first)
            : throw key.UsedFor(first.Operation, first.Target);
}
