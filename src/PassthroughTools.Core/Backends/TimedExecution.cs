using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using PassthroughTools.State;

namespace PassthroughTools.Backends;

/// <summary>Operations in the time that the inventory says they take in a rehearsal.</summary>
public static class TimedExecution
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an operation takes by an inventory's settings; zero where none is named.</summary>
    public static TimeSpan SimulatedTimeOf(this InventoryState state, Operations.Operation operation) =>
        state.SimulatedSeconds.Count == 0 ? TimeSpan.Zero : state.SimulatedTimeOf(operation.Name);

    /// <summary>As above, by the operation's name.</summary>
    public static TimeSpan SimulatedTimeOf(this InventoryState state, string operation) => TimeSpan.FromSeconds((double)state.SimulatedSeconds[operation]);

    /// <summary>
    /// Lets a simulated time pass and carries an operation out at its end. What would be refused now is refused before; cancelled in
    /// between, nothing was done.
    /// </summary>
    /// <param name="backend">The backend.</param>
    /// <param name="request">The operation.</param>
    /// <param name="time">The time.</param>
    /// <param name="passed">Told how much of it has passed, again and again.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="Errors.PassthroughException">It is refused.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<Commit> ExecuteAsync(
        this IPassthroughBackend backend, OperationRequest request, TimeSpan time, Action<TimeSpan>? passed, CancellationToken cancellationToken)
    {
        if (time > TimeSpan.Zero)
        {
            // A request with a key may have been carried out before: then it is not refused for what it has itself done.
            if (request.Key is null) request.Operation.Decide(await backend.ReadAsync(cancellationToken).ConfigureAwait(false));
            var watch = Stopwatch.StartNew();
            while (time - watch.Elapsed is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left < Step ? left : Step, cancellationToken).ConfigureAwait(false);
                passed?.Invoke(watch.Elapsed < time ? watch.Elapsed : time);
            }
        }

        return await backend.ExecuteAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
