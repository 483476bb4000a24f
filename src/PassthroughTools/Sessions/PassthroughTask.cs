using System;
using System.Threading;
using System.Threading.Tasks;
using PassthroughTools.Backends;
using PassthroughTools.Errors;
using PassthroughTools.Operations;

namespace PassthroughTools.Sessions;

#pragma warning disable CA1001 // the source of the token has neither a timer nor a wait handle: there is nothing to free

/// <summary>An operation that was started with -RunAsync. Its properties tell how far it is now.</summary>
public sealed class PassthroughTask
{
    private static long lastNumber;

    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource<bool> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan duration;
    private long passedTicks;
    private volatile Outcome? outcome;

    private PassthroughTask(VIServer server, string name, string target, TimeSpan duration)
    {
        Id = FormattableString.Invariant($"Task-task-{Interlocked.Increment(ref lastNumber)}");
        Server = server;
        Name = name;
        Target = target;
        StartTime = DateTime.UtcNow;
        this.duration = duration;
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>What is done, as the cmdlet's name.</summary>
    public string Name { get; }

    /// <summary>The name of what it is done to.</summary>
    public string Target { get; }

    /// <summary>The server that it is done on.</summary>
    public VIServer Server { get; }

    /// <summary>How far it is.</summary>
    public TaskState State => outcome is not { } done ? TaskState.Running : done.Error is null ? TaskState.Success : TaskState.Error;

    /// <summary>How much of it is done, in percent; 100 when it has ended well.</summary>
    public int PercentComplete => outcome is { Error: null } ? 100 : duration == TimeSpan.Zero ? 0 : (int)Math.Min(99, 100 * Passed.Ticks / duration.Ticks);

    /// <summary>How long it takes yet, where that is known: in a rehearsal with simulated durations.</summary>
    public TimeSpan? Remaining => outcome is null && duration > TimeSpan.Zero ? duration - Passed : null;

    /// <summary>When it began, in UTC.</summary>
    public DateTime StartTime { get; }

    /// <summary>When it ended, in UTC; null while it runs.</summary>
    public DateTime? FinishTime => outcome?.Time;

    /// <summary>What it made or changed.</summary>
    public object? Result => outcome?.Result;

    /// <summary>Why it failed: a <see cref="PassthroughException"/>, or a fault of this module.</summary>
    public Exception? Error => outcome?.Error;

    /// <summary>Ends when the task has.</summary>
    internal Task Ended => ended.Task;

    private TimeSpan Passed => new(Interlocked.Read(ref passedTicks));

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Starts an operation.</summary>
    /// <param name="server">Where.</param>
    /// <param name="operation">What.</param>
    /// <param name="name">What the task is called.</param>
    /// <param name="target">The name of what it is about.</param>
    /// <param name="result">Its result, of the commit.</param>
    internal static PassthroughTask Start(VIServer server, Operation operation, string name, string target, Func<Commit, object?> result)
    {
        var task = new PassthroughTask(server, name, target, server.SimulatedTimeOf(operation));
        server.Tasks.Add(task);
        _ = Task.Run(() => task.RunAsync(operation, result));
        return task;
    }

    /// <summary>Stops it; what it does is done wholly or not at all.</summary>
    /// <returns>Whether it was running.</returns>
    internal bool Stop()
    {
        if (outcome is not null) return false;
        stop.Cancel();
        return true;
    }

    private async Task RunAsync(Operation operation, Func<Commit, object?> result)
    {
        try
        {
            var request = new OperationRequest(operation, Server.Actor);
            var commit = await Server.Handle.ExecuteAsync(request, duration, passed => Interlocked.Exchange(ref passedTicks, passed.Ticks), stop.Token).ConfigureAwait(false);
            outcome = new Outcome(result(commit), null);
        }
#pragma warning disable CA1031 // whatever it is, whoever waits for the task is to be told
        catch (Exception e)
#pragma warning restore CA1031
        {
            // Stopped while its server is disconnected it may fail in any way.
            outcome = new Outcome(null, stop.IsCancellationRequested && e is not PassthroughException ? Stopped() : e);
        }
        finally
        {
            ended.TrySetResult(true);
        }
    }

    /// <summary>A store has done nothing then; a control plane may have had the request already.</summary>
    private PassthroughException Stopped() => new(
        ErrorId.TaskStopped,
        $"Task {Id} ({Name} of '{Target}') was stopped; "
        + (Server is { Backend: BackendKind.ControlPlane, IsRehearsal: false }
            ? "where the server had it already, it is done all the same. See: Get-PassthroughEvent"
            : $"nothing was changed. To have it done after all, run {Name} again."),
        Target);

    private sealed record Outcome(object? Result, Exception? Error)
    {
        public DateTime Time { get; } = DateTime.UtcNow;
    }
}
