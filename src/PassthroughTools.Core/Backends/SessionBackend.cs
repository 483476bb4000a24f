using System.Diagnostics;
using PassthroughTools.Errors;
using PassthroughTools.Operations.Json;
using PassthroughTools.State;

namespace PassthroughTools.Backends;

/// <summary>
/// What a session puts round its connection. It keeps the inventory as the session knows it last, it lets operations take
/// time, so that a rehearsed maintenance window has the shape of the real one: the time passes here, and an operation changes the
/// same; and it tells what was asked of the server.
/// </summary>
/// <param name="inner">Where the operations are carried out.</param>
/// <param name="read">The inventory as it was read when the session was connected.</param>
public sealed class SessionBackend(IInventoryBackend inner, InventoryState read) : IInventoryBackend
{
    private SortedMap<string, decimal> seconds = SortedMap<string, decimal>.Empty(StringComparer.Ordinal);
    private InventoryState last = read;

    /// <inheritdoc/>
    public string Target => inner.Target;

    /// <summary>How long operations take, in seconds by operation name; without those that take none.</summary>
    public SortedMap<string, decimal> Seconds
    {
        get => Volatile.Read(ref seconds);
        set => Volatile.Write(ref seconds, value);
    }

    /// <summary>The inventory as it was last read, or as an operation left it since.</summary>
    public InventoryState Last
    {
        get => Volatile.Read(ref last);
        private set => Volatile.Write(ref last, value);
    }

    /// <inheritdoc/>
    public async Task<InventoryState> ReadAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        Last = await inner.ReadAsync(cancellationToken).ConfigureAwait(false);
        var time = watch.ElapsedMilliseconds;
        BackendTrace.Current?.Say(
            $"Read the inventory of {Target} in {time} ms: {Last.Hosts.Count} hosts, {Last.VMs.Count} machines");
        return Last;
    }

    /// <inheritdoc/>
    /// <remarks>What would be refused now is refused before the time passes. Cancelled while it does, nothing was done.</remarks>
    public async Task<IRunningOperation> BeginAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var time = TimeSpan.FromSeconds((double)Seconds[request.Operation.Name]);

        // What was done before takes no time again, and is not refused for what it has itself done.
        if (time == TimeSpan.Zero
            || (request.Key is { } key && await inner.AttachAsync(key, cancellationToken).ConfigureAwait(false) is not null))
            return await BeginNowAsync(request, cancellationToken).ConfigureAwait(false);
        var target = request.Operation.Decide(await ReadAsync(cancellationToken).ConfigureAwait(false)).Target;
        return new TimedOperation(BeginNowAsync, request, target, time, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IRunningOperation?> AttachAsync(string id, CancellationToken cancellationToken) =>
        inner.AttachAsync(id, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private async Task<IRunningOperation> BeginNowAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var trace = BackendTrace.Current;
        var name = request.Operation.Name;
        trace?.Show($"{name} on {Target}", () => OperationJson.Write(request.Operation));
        try
        {
            var running = await inner.BeginAsync(request, cancellationToken).ConfigureAwait(false);
            _ = running.Ended.ContinueWith(
                ended =>
                {
                    Keep(ended.Result.State);
                    trace?.Say($"{name} on {Target} took {watch.ElapsedMilliseconds} ms: {ended.Result.Summary}");
                },
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            return running;
        }
        catch (PassthroughException refusal)
        {
            trace?.Say($"{name} on {Target} was not done, after {watch.ElapsedMilliseconds} ms: {refusal.Id}");
            throw;
        }
    }

    /// <summary>Two operations side by side may end in another order than they were committed in.</summary>
    private void Keep(InventoryState state)
    {
        if (state.Revision > Last.Revision) Last = state;
    }
}
