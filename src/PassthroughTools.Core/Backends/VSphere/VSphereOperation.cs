using System.Collections.Concurrent;
using System.Diagnostics;
using PassthroughTools.Errors;
using PassthroughTools.Vim.Soap;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere;

/// <summary>
/// An operation that a vSphere carries out in tasks of its own, one after the other; its id is that of the task that runs.
/// Cancelled, it is waited for no longer, and the server's task goes on.
/// </summary>
internal sealed class VSphereOperation : IRunningOperation
{
    private const int Whole = 100, MostTold = 8;

    // A task's state is asked for ever less often.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50), LongestPause = TimeSpan.FromSeconds(1);

    // For how long the answer of a server is waited for yet when nobody waits any more.
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(5);

    private readonly VSphereConnection connection;
    private readonly string target;
    private readonly TaskCompletionSource<bool> accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ManagedObjectReference? current;
    private volatile int percent;
    private readonly ConcurrentQueue<string> done = new();

    private VSphereOperation(VSphereConnection connection, string target, CancellationToken cancellationToken)
    {
        this.connection = connection;
        this.target = target;
        Stop = cancellationToken;
        Ended = null!;
    }

    /// <inheritdoc/>
    public string Id => current?.ToString() ?? "";

    /// <inheritdoc/>
    public OperationProgress Progress => new(
        Ended.IsCompleted ? Whole : Math.Min(Whole - 1, ((done.Count * Whole) + percent) / Math.Max(Steps, done.Count + 1)),
        target, null);

    /// <inheritdoc/>
    public Task<Outcome> Ended { get; private set; }

    /// <summary>Ends the waiting.</summary>
    public CancellationToken Stop { get; }

    /// <summary>How many tasks it takes.</summary>
    public int Steps { private get; set; } = 1;

    /// <summary>Begins an operation: returns when its first task is accepted.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="target">The name of what it is about.</param>
    /// <param name="work">What it does.</param>
    /// <param name="cancellationToken">Ends the waiting, also for its end.</param>
    /// <exception cref="PassthroughException">It is refused.</exception>
    public static async Task<VSphereOperation> BeginAsync(
        VSphereConnection connection, string target, Func<VSphereOperation, Task<Outcome>> work,
        CancellationToken cancellationToken)
    {
        var operation = new VSphereOperation(connection, target, cancellationToken);
        operation.Ended = operation.TellAsync(work);
        await Task.WhenAny(operation.accepted.Task, operation.Ended).ConfigureAwait(false);
        if (!operation.accepted.Task.IsCompleted) await operation.Ended.ConfigureAwait(false);
        return operation;
    }

    /// <summary>Carries the work out; a failure in the middle of it tells what was done before.</summary>
    private async Task<Outcome> TellAsync(Func<VSphereOperation, Task<Outcome>> work)
    {
        try
        {
            return await work(this).ConfigureAwait(false);
        }
        catch (PassthroughException e) when (!done.IsEmpty)
        {
            var more = done.Count > MostTold ? FormattableString.Invariant($" and {done.Count - MostTold} more") : "";
            throw new PassthroughException(
                e.Id, $"{e.Message} Done before that: {string.Join(", ", done.Take(MostTold))}{more}.", e.Target,
                e.InnerException);
        }
    }

    /// <summary>Calls a method that begins a task, and waits for the task's end.</summary>
    /// <param name="what">What it does, as in: power on VM 'gpu-01'.</param>
    /// <param name="about">The object that it is about.</param>
    /// <param name="self">The managed object.</param>
    /// <param name="method">The method.</param>
    /// <param name="arguments">What it is given.</param>
    /// <returns>The task as it ended, well.</returns>
    /// <exception cref="PassthroughException">It is refused, or failed, or the server is away.</exception>
    /// <exception cref="OperationCanceledException">It is waited for no longer.</exception>
    public async Task<TaskInfo> DoAsync(
        string what, object? about, ManagedObjectReference self, string method, params SoapArgument[] arguments)
    {
        ManagedObjectReference? task;

        // A server may have accepted what was no longer waited for: its answer tells which task goes on.
        using (var last = new CancellationTokenSource())
        using (Stop.Register(() => last.CancelAfter(LastWait)))
        {
            try
            {
                task = await connection.ChangeAsync<ManagedObjectReference>(what, about, self, method, last.Token, arguments)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException e)
            {
                throw new OperationInDoubtException(e, Stop);
            }
        }

        return await WaitAsync(what, about, task!).ConfigureAwait(false);
    }

    /// <summary>Waits for a task's end.</summary>
    /// <inheritdoc cref="DoAsync"/>
    public async Task<TaskInfo> WaitAsync(string what, object? about, ManagedObjectReference task)
    {
        current = task;
        percent = 0;
        accepted.TrySetResult(true);
        var pause = FirstPause;
        while (true)
        {
            var info = await InfoAsync(what, task).ConfigureAwait(false);
            percent = info.Progress ?? percent;
            switch (info.State)
            {
                case TaskInfoState.success:
                    done.Enqueue(what);
                    return info;
                case TaskInfoState.error:
                    var fault = info.Error?.Fault ?? new MethodFault();
                    throw VSphereFault.Refusal(connection.Server, what, fault, info.Error?.LocalizedMessage ?? "", about);
            }

            await PauseAsync(pause, task).ConfigureAwait(false);
            pause = Longer(pause);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TryCancelAsync()
    {
        if (current is not { } task || Ended.IsCompleted) return false;
        try
        {
            await connection.ChangeAsync<object>($"stop task {task}", null, task, "CancelTask", CancellationToken.None)
                .ConfigureAwait(false);
            return true;
        }
        catch (PassthroughException e) when (e.InnerException is VimFaultException)
        {
            // It has ended meanwhile, or is one that a server does not give up.
            return false;
        }
    }

    /// <summary>How far a task is. A server that is away for a moment is asked again, which changes nothing.</summary>
    private async Task<TaskInfo> InfoAsync(string what, ManagedObjectReference task)
    {
        var since = Stopwatch.StartNew();
        var pause = FirstPause;
        while (true)
        {
            TaskInfo? info;
            try
            {
                info = await connection.ReadAsync<TaskInfo>(task, "info", Stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (Stop.IsCancellationRequested)
            {
                throw new OperationInDoubtException(connection.Server, task.ToString(), Stop);
            }
            catch (PassthroughException e) when (e.Id is ErrorId.ServerUnreachable or ErrorId.OperationTimeout)
            {
                if (since.Elapsed > connection.Patience) throw Lost("it does not answer any more", e);
                await PauseAsync(pause, task).ConfigureAwait(false);
                pause = Longer(pause);
                continue;
            }
            catch (PassthroughException e) when (e.Id is not ErrorId.TaskStopped)
            {
                throw Lost(e.Message.TrimEnd('.'), e);
            }

            return info ?? throw Lost("it does not know the task any more", null);
        }

        PassthroughException Lost(string why, PassthroughException? cause) => new(
            cause?.Id ?? ErrorId.TaskNotFound,
            $"What became of task {task} of '{connection.Server}' ({what}) is not known: {why}. Look before you ask again: "
            + $"Get-Task -Id {task}",
            task.ToString(),
            new LostTaskException(cause));
    }

    private async Task PauseAsync(TimeSpan pause, ManagedObjectReference task)
    {
        try
        {
            await Task.Delay(pause, Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new OperationInDoubtException(connection.Server, task.ToString(), Stop);
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause + pause < LongestPause ? pause + pause : LongestPause;
}
