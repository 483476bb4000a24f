using PassthroughTools.Backends;
using PassthroughTools.State;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>A backend that can be made to fail, and whose operations can be held up.</summary>
internal sealed class TestBackend(JournalBackend inner, StorageFault fault) : JournalBackend
{
    private readonly SemaphoreSlim arrivals = new(0);
    private readonly TaskCompletionSource followed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? gate;

    public override string Target => inner.Target;

    /// <summary>
    /// Ends when the server itself follows it, and nothing that fails later is the server's own question any more.
    /// </summary>
    public Task Followed => followed.Task;

    /// <summary>Holds every further operation up, until it is let go.</summary>
    public void Hold() => gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets all operations go.</summary>
    public void LetGo()
    {
        var held = gate;
        gate = null;
        held?.SetResult();
    }

    /// <summary>Waits until one more operation is held up.</summary>
    public Task HeldAsync() => arrivals.WaitAsync().WaitAsync(TimeSpan.FromSeconds(20));

    public override Task<InventoryState> ReadAsync(CancellationToken cancellationToken)
    {
        fault.Throw();
        return inner.ReadAsync(cancellationToken);
    }

    public override async Task<Commit> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        fault.Throw();
        if (gate is { } held)
        {
            arrivals.Release();
            await held.Task;
        }

        return await inner.ExecuteAsync(request, cancellationToken);
    }

    public override Task<IReadOnlyList<InventoryEvent>> ReadPageAsync(long after, int most, CancellationToken cancellationToken)
    {
        fault.Throw();
        return inner.ReadPageAsync(after, most, cancellationToken);
    }

    public override Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken)
    {
        fault.Throw();
        return inner.ReadEventsAsync(after, cancellationToken);
    }

    public override Task<Commit?> FindAsync(RequestKey asked, CancellationToken cancellationToken)
    {
        fault.Throw();
        return inner.FindAsync(asked, cancellationToken);
    }

    public override Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken)
    {
        followed.TrySetResult();
        return inner.FollowAsync(after, next, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        arrivals.Dispose();
        base.Dispose(disposing);
    }
}
