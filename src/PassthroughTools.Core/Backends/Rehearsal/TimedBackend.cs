using System;
using System.Threading;
using System.Threading.Tasks;
using PassthroughTools.State;

namespace PassthroughTools.Backends.Rehearsal;

/// <summary>
/// Lets operations take time, so that a rehearsed maintenance window has the shape of the real one. The time passes here; what an
/// operation changes is the same.
/// </summary>
/// <param name="inner">Where the operations are carried out.</param>
public sealed class TimedBackend(IInventoryBackend inner) : IInventoryBackend
{
    private SortedMap<string, decimal> seconds = SortedMap<string, decimal>.Empty(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Target => inner.Target;

    /// <summary>How long operations take, in seconds by operation name; without those that take none.</summary>
    public SortedMap<string, decimal> Seconds
    {
        get => Volatile.Read(ref seconds);
        set => Volatile.Write(ref seconds, value);
    }

    /// <inheritdoc/>
    public Task<InventoryState> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>What would be refused now is refused before the time passes. Cancelled while it does, nothing was done.</remarks>
    public async Task<IRunningOperation> BeginAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var time = TimeSpan.FromSeconds((double)Seconds[request.Operation.Name]);
        bool isRepeated = time > TimeSpan.Zero && request.Key is { } key && await inner.AttachAsync(key, cancellationToken).ConfigureAwait(false) is not null;
        if (time == TimeSpan.Zero || isRepeated) return await inner.BeginAsync(request, cancellationToken).ConfigureAwait(false);
        var target = request.Operation.Decide(await inner.ReadAsync(cancellationToken).ConfigureAwait(false)).Target;
        return new TimedOperation(inner, request, target, time, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IRunningOperation?> AttachAsync(string id, CancellationToken cancellationToken) => inner.AttachAsync(id, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
