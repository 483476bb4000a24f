namespace PassthroughTools.Backends;

/// <summary>A request that waits to be decided and committed.</summary>
internal sealed class PendingCommit
{
    private readonly TaskCompletionSource<Commit> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PendingCommit(OperationRequest request, CancellationToken cancellationToken)
    {
        Request = request;
        CancellationToken = cancellationToken;
    }

    public OperationRequest Request { get; }

    /// <summary>Cancelled while nothing is decided yet, it is as if the request had never been.</summary>
    public CancellationToken CancellationToken { get; }

    public Task<Commit> Answer => answer.Task;

    public void Complete(Commit commit) => answer.TrySetResult(commit);

    public void Fail(Exception why)
    {
        if (why is OperationCanceledException) answer.TrySetCanceled(CancellationToken);
        else answer.TrySetException(why);
    }
}
