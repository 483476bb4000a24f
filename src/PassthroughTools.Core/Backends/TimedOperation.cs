using System.Diagnostics;

namespace PassthroughTools.Backends;

#pragma warning disable CA1001 // a source with neither timer nor wait handle; it lives as long as what may cancel by it

/// <summary>An operation that is carried out when its time has passed.</summary>
internal sealed class TimedOperation : IRunningOperation
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly CancellationTokenSource stop;
    private readonly string target;
    private readonly TimeSpan time;

    public TimedOperation(
        Func<OperationRequest, CancellationToken, Task<IRunningOperation>> begin,
        OperationRequest request,
        string target,
        TimeSpan time,
        CancellationToken cancellationToken)
    {
        this.target = target;
        this.time = time;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Id = request.Key ?? "";
        Ended = RunAsync(begin, request);
    }

    public string Id { get; }

    public OperationProgress Progress
    {
        get
        {
            var left = time - watch.Elapsed;
            return left > TimeSpan.Zero
                ? new((int)(100 * (time - left).Ticks / time.Ticks), target, left)
                : new(Ended.IsCompleted ? 100 : 99, target, TimeSpan.Zero);
        }
    }

    public Task<Outcome> Ended { get; }

    public Task<bool> TryCancelAsync()
    {
        if (Ended.IsCompleted) return Task.FromResult(false);
        stop.Cancel();
        return Task.FromResult(true);
    }

    private async Task<Outcome> RunAsync(
        Func<OperationRequest, CancellationToken, Task<IRunningOperation>> begin, OperationRequest request)
    {
        await Task.Delay(time, stop.Token).ConfigureAwait(false);
        var running = await begin(request, stop.Token).ConfigureAwait(false);
        return await running.Ended.ConfigureAwait(false);
    }
}
