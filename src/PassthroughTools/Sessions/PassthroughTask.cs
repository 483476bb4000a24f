using Newtonsoft.Json;
using PassthroughTools.Backends;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using VMware.Vim;

namespace PassthroughTools.Sessions;

#pragma warning disable CA1001 // the source of the token has neither a timer nor a wait handle: there is nothing to free

/// <summary>An operation that was started with -RunAsync. Its properties tell how far it is now.</summary>
public sealed class PassthroughTask : TaskErrorText
{
    private static long lastNumber;

    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource<bool> accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? argument;
    private volatile IRunningOperation? running;
    private volatile Ending? ending;
    private volatile TaskInfo? told;
    private volatile TaskCompletionSource<bool> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Vim.Views.Task? extensionData;

    private PassthroughTask(VIServer server, string command, VimTask vim, string target, string? objectId, bool takesPayloads)
    {
        Trace = new BackendTrace(takesLines: true, takesPayloads);
        Id = FormattableString.Invariant($"Task-task-{Interlocked.Increment(ref lastNumber)}");
        Server = server;
        Command = command;
        Name = vim.Method;
        (Description, DescriptionId) = (vim.Description, vim.Key);
        Target = target;
        ObjectId = objectId;
        StartTime = DateTime.UtcNow;
    }

    /// <summary>The id: of a vSphere's task the server's.</summary>
    public string Id { get; private set; }

    /// <summary>It as VIM has it.</summary>
    [JsonIgnore]
    public Vim.Views.Task ExtensionData => extensionData ??= new(new SessionViews(Server.Last), new ManagedObjectReference(Id));

    /// <summary>The VIM method that does it, such as PowerOnVM_Task.</summary>
    public string Name { get; }

    /// <summary>What it does.</summary>
    public string Description { get; }

    /// <summary>The key of these words on a vCenter.</summary>
    internal string DescriptionId { get; }

    /// <summary>The name of what it is done to.</summary>
    public string Target { get; }

    /// <summary>The id of what it is done to: of a new machine its host's.</summary>
    public string? ObjectId { get; }

    /// <summary>The server that it is done on.</summary>
    public VIServer Server { get; }

    /// <summary>How far it is.</summary>
    public TaskState State => ending switch
    {
        null => TaskState.Running,
        { Error: null } => TaskState.Success,
        { IsLost: true } => TaskState.Unknown,
        _ => TaskState.Error,
    };

    /// <summary>How much of it is done, in percent; 100 when it has ended well.</summary>
    public float PercentComplete => ending is { } done ? done.Error is null ? 100 : 0
        : Math.Min(99, running?.Progress.Percent ?? told?.Progress ?? 0);

    /// <summary>How long it takes yet, where that is known: with simulated durations.</summary>
    public TimeSpan? Remaining => ending is null ? running?.Progress.Remaining : null;

    /// <summary>When it began, in UTC.</summary>
    public DateTime StartTime { get; private init; }

    /// <summary>When it ended, in UTC; null while it runs, and where that is not known.</summary>
    public DateTime? FinishTime => ending is { IsLost: false } done ? done.Time : null;

    /// <summary>What it made or changed.</summary>
    public object? Result => ending?.Result;

    /// <summary>Why it failed: a <see cref="PassthroughException"/>, or a fault of this module.</summary>
    [JsonIgnore]
    public new Exception? Error => Fault;

    private protected override Exception? Fault => ending?.Error;

    /// <summary>The cmdlet that began it; of a task that somebody else began its method.</summary>
    internal string Command { get; }

    /// <summary>What is told of what it asks of its server, to whoever starts it or waits for it.</summary>
    internal BackendTrace Trace { get; }

    /// <summary>Ends when the task has.</summary>
    internal Task Ended => ended.Task;

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Starts an operation.</summary>
    /// <param name="server">Where.</param>
    /// <param name="operation">What.</param>
    /// <param name="command">The cmdlet that begins it.</param>
    /// <param name="target">The name of what it is about.</param>
    /// <param name="objectId">The id of that.</param>
    /// <param name="result">Its result, of the outcome.</param>
    /// <param name="takesPayloads">Whether what is sent and answered is told too.</param>
    internal static PassthroughTask Start(
        VIServer server, Operation operation, string command, string target, string? objectId, Func<Outcome, object?> result,
        bool takesPayloads)
    {
        // The task ends on another thread, which has no session.
        var task = new PassthroughTask(server, command, VimTask.Of(operation), target, objectId, takesPayloads)
        {
            argument = SessionTable.MeansOnly(server) ? null : server.Argument,
        };
        if (server.Source is null) server.Tasks.Add(task);
        _ = task.Trace.Follow(() => Task.Run(async () =>
        {
            await task.RunAsync(() => server.BeginAsync(operation, task.stop.Token), result).ConfigureAwait(false);
            return true;
        }));
        if (server.Source is null) return task;

        // Its id is the server's, which it has when the server has accepted it.
        task.accepted.Task.GetAwaiter().GetResult();
        server.Tasks.Add(task);
        return task;
    }

    /// <summary>A task of a server that somebody else began.</summary>
    internal static PassthroughTask Of(VIServer server, TaskInfo info, string id)
    {
        string method = info.Name ?? info.DescriptionId ?? "";
        var vim = new VimTask(method, info.DescriptionId ?? method, info.DescriptionId ?? method);
        var task = new PassthroughTask(server, method, vim, info.EntityName ?? "", info.Entity?.ToString(), takesPayloads: false)
        {
            Id = id,
            StartTime = info.StartTime ?? info.QueueTime,
        };
        task.Take(info);
        return task;
    }

    /// <summary>Whether only its server tells how far it is: somebody else began it, or it was lost.</summary>
    internal bool IsFollowed => told is not null && ending is null;

    /// <summary>What it has made, as its server tells of it.</summary>
    internal ManagedObjectReference? Made => told?.Result as ManagedObjectReference;

    /// <summary>Takes over what its server tells of it now; a task of this session knows more, unless it was lost.</summary>
    internal void Take(TaskInfo info)
    {
        if (ending is { IsLost: false } || (ending is null && running is not null && told is null)) return;
        if (ending is not null) ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        told = info;
        ending = info.State switch
        {
            TaskInfoState.success => new Ending(null, null) { Time = info.CompleteTime ?? StartTime },
            TaskInfoState.error => new Ending(null, Server.Source!.Failure(info)) { Time = info.CompleteTime ?? StartTime },
            _ => null,
        };
        if (ending is not null) ended.TrySetResult(true);
    }

    /// <summary>Makes a task that only its server tells of Unknown: the server tells of it no more.</summary>
    internal void Lose(PassthroughException? cause)
    {
        if (!IsFollowed) return;
        var why = cause?.Message ?? $"'{Server.Name}' does not tell of it any more.";
        ending = new Ending(null, new PassthroughException(
            cause?.Id ?? ErrorId.TaskNotFound,
            $"What became of task {Id} ({Name} of '{Target}') is not known: {why} Ask for it again: Get-Task -Id {Id}",
            Id,
            new LostTaskException(cause)));
        ended.TrySetResult(true);
    }

    /// <summary>Stops it; what it does is done wholly or not at all.</summary>
    /// <returns>Whether it was running.</returns>
    internal bool Stop()
    {
        if (ending is not null) return false;
        if (IsFollowed)
        {
            running = Server.Handle.AttachAsync(Id, stop.Token).GetAwaiter().GetResult()
                ?? throw new PassthroughException(ErrorId.TaskNotFound, $"'{Server.Name}' does not know task {Id} any more.", Id);
        }

        if (running?.TryCancelAsync().GetAwaiter().GetResult() != true) stop.Cancel();
        return true;
    }

    /// <summary>Waits for it no longer: a task of a server goes on there, whoever began it.</summary>
    internal void Leave()
    {
        Lose(null);
        if (ending is null) stop.Cancel();
    }

    private async Task RunAsync(Func<Task<IRunningOperation>> begin, Func<Outcome, object?> result)
    {
        try
        {
            running = await begin().ConfigureAwait(false);
            if (Server.Source is not null && running.Id.Length > 0) Id = running.Id;
            accepted.TrySetResult(true);
            ending = new Ending(result(await running.Ended.ConfigureAwait(false)), null);
        }
#pragma warning disable CA1031 // whatever it is, whoever waits for the task is to be told
        catch (Exception e)
#pragma warning restore CA1031
        {
            // Stopped while its server is disconnected it may fail in any way.
            bool isStopped = e is OperationCanceledException || (stop.IsCancellationRequested && e is not PassthroughException);
            bool isAdvised = argument is not null;
            ending = new Ending(
                null, isStopped ? Stopped(e) : isAdvised && e is PassthroughException refusal ? Advised(refusal) : e);
        }
        finally
        {
            accepted.TrySetResult(true);
            ended.TrySetResult(true);
        }
    }

    private PassthroughException Advised(PassthroughException refusal) =>
        new(refusal.Id, AdvisedCommands.On(argument!, refusal.Message), refusal.Target, refusal.InnerException);

    private PassthroughException Stopped(Exception e) => new(
        ErrorId.TaskStopped,
        $"Task {Id} ({Command} of '{Target}') was stopped. "
        + (e is OperationInDoubtException ? e.Message : $"Nothing was changed. To have it done after all, run {Command} again."),
        Target);

    private sealed record Ending(object? Result, Exception? Error)
    {
        public DateTime Time { get; init; } = DateTime.UtcNow;

        /// <summary>Whether it may go on.</summary>
        public bool IsLost => Error is { InnerException: LostTaskException };
    }
}
