namespace PassthroughTools.Backends;

/// <summary>
/// Group commit: while some requests are being committed, others gather, and go together next. Whoever asks first carries out;
/// with one request at a time nothing changes threads.
/// </summary>
/// <param name="commit">Decides and commits requests, and answers each; what it throws answers those that it has not.</param>
internal sealed class CommitQueue(Func<IReadOnlyList<PendingCommit>, Task> commit)
{
    // So many decisions take a few milliseconds, after which readers should see them.
    private const int MaxBatch = 256;

    private readonly object gate = new();
    private List<PendingCommit> waiting = [];
    private bool isBusy;

    public Task<Commit> AddAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<Commit>(cancellationToken);
        var pending = new PendingCommit(request, cancellationToken);
        lock (gate)
        {
            waiting.Add(pending);
            if (isBusy) return pending.Answer;
            isBusy = true;
        }

        _ = CommitNextAsync();
        return pending.Answer;
    }

    private async Task CommitNextAsync()
    {
        var batch = Take();
        try
        {
            await commit(batch).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever it is, those who wait must hear of it
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var pending in batch) pending.Fail(e);
        }

        lock (gate)
        {
            isBusy = waiting.Count > 0;
            if (!isBusy) return;
        }

        // The one who led has an answer and goes on; the rest is another thread's.
        _ = Task.Run(CommitNextAsync);
    }

    private List<PendingCommit> Take()
    {
        lock (gate)
        {
            var batch = waiting;
            waiting = [];
            if (batch.Count <= MaxBatch) return batch;
            waiting.AddRange(batch.GetRange(MaxBatch, batch.Count - MaxBatch));
            batch.RemoveRange(MaxBatch, batch.Count - MaxBatch);
            return batch;
        }
    }
}
