using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// The operations of this server that clients did not wait for, the newest ones. When the server stops, they end first.
/// </summary>
internal sealed class TaskTable(IRefusalLog refusals, ILogger<TaskTable> log) : IHostedService
{
    private const int Capacity = 1000;
    private static readonly Action<ILogger, string, string, Exception?> LogFault = LoggerMessage.Define<string, string>(
        LogLevel.Error, new EventId(7, "TaskFailed"), "Task {RequestId} failed: {Operation}");

    private readonly Lock gate = new();
    private readonly Queue<OperationTask> tasks = [];
    private readonly HashSet<Task> running = [];

    /// <summary>All that are remembered, the oldest first.</summary>
    public IReadOnlyList<OperationTask> All
    {
        get
        {
            lock (gate) return [.. tasks];
        }
    }

    /// <summary>The task of an id, or null.</summary>
    public OperationTask? Find(string id)
    {
        lock (gate) return tasks.FirstOrDefault(task => string.Equals(task.Id, id, StringComparison.Ordinal));
    }

    /// <summary>Begins an operation.</summary>
    /// <param name="request">The request.</param>
    /// <param name="runner">Carries it out.</param>
    /// <param name="body">What it was read from, to be given up when it has ended.</param>
    public OperationTask Start(OperationRequest request, OperationRunner runner, IDisposable body)
    {
        var task = new OperationTask(request.RequestId!, request.Operation.Name, request.Actor);
        var work = Task.Run(async () =>
        {
            using (body) await RunAsync(task, request, runner);
        });
        lock (gate)
        {
            tasks.Enqueue(task);
            if (tasks.Count > Capacity) tasks.Dequeue();
            running.Add(work);
        }

        _ = work.ContinueWith(
            done =>
            {
                lock (gate) running.Remove(done);
            },
            TaskScheduler.Default);
        return task;
    }

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken)
    {
        lock (gate) return Task.WhenAll(running).WaitAsync(cancellationToken);
    }

    private async Task RunAsync(OperationTask task, OperationRequest request, OperationRunner runner)
    {
        try
        {
            task.Succeed(await runner.RunAsync(request));
        }
        catch (PassthroughException refusal)
        {
            var problem = Problem.Of(refusal);
            task.Fail(problem);
            await refusals.AddAsync(Refusal.Of(request, refusal) with { Message = problem.Detail }, CancellationToken.None);
        }
#pragma warning disable CA1031 // whatever it is, who asks for the task must hear that it has ended
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFault(log, task.Id, request.Operation.Name, e);
            task.Fail(FaultHandling.Failed(task.Id));
        }
    }
}
