using System;
using System.Threading;
using PassthroughTools.Errors;

namespace PassthroughTools.Sessions;

/// <summary>An operation that was started with -RunAsync.</summary>
public sealed class PassthroughTask
{
    private static long lastNumber;

    private PassthroughTask(string name, DateTime started, TaskState state, object? result, PassthroughException? error)
    {
        Id = FormattableString.Invariant($"Task-task-{Interlocked.Increment(ref lastNumber)}");
        Name = name;
        StartTime = started;
        FinishTime = DateTime.UtcNow;
        State = state;
        Result = result;
        Error = error;
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>What is done.</summary>
    public string Name { get; }

    /// <summary>How far it is.</summary>
    public TaskState State { get; }

    /// <summary>How much of it is done, in percent.</summary>
    public int PercentComplete => State == TaskState.Success ? 100 : 0;

    /// <summary>When it began, in UTC.</summary>
    public DateTime StartTime { get; }

    /// <summary>When it ended, in UTC.</summary>
    public DateTime FinishTime { get; }

    /// <summary>What it made or changed.</summary>
    public object? Result { get; }

    /// <summary>Why it failed.</summary>
    public PassthroughException? Error { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal static PassthroughTask Succeeded(string name, DateTime started, object? result) => new(name, started, TaskState.Success, result, null);

    internal static PassthroughTask Failed(string name, DateTime started, PassthroughException error) => new(name, started, TaskState.Error, null, error);
}
