namespace PassthroughTools.Backends;

/// <summary>Wakes all who wait for the next change.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource<bool> next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends at the next change.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>There was a change.</summary>
    public void Set() =>
        Interlocked.Exchange(ref next, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously))
            .TrySetResult(true);
}
