using System.Management.Automation;
using PassthroughTools.Sessions;
using VMware.Vim;

namespace PassthroughTools.Binding;

/// <summary>A task: the object, its id, or what a method whose name ends in _Task returns.</summary>
public sealed class TaskReference : Reference
{
    private readonly DateTime? started;

    /// <summary>Takes the object.</summary>
    public TaskReference(PassthroughTask task) => Task = task;

    /// <summary>Takes an id.</summary>
    public TaskReference(string id) => Id = id;

    /// <summary>Takes what a method returns that begins a task.</summary>
    public TaskReference(ManagedObjectReference moRef) => Id = moRef.ToString();

    /// <summary>Takes what PowerShell wraps, and what came through a job, remoting or CliXml.</summary>
    public TaskReference(PSObject value)
    {
        var given = Given.Of(value, takesNames: true, typeof(PassthroughTask));
        (Task, Id) = ((PassthroughTask?)given.Item, given.Name ?? given.Serialized?.Id);
        started = given.Serialized?.Time("StartTime");
    }

    /// <summary>The task, where one was given.</summary>
    public PassthroughTask? Task { get; }

    /// <summary>The id, where one was given.</summary>
    public string? Id { get; }

    /// <summary>
    /// Whether it is a task that was given by id. Each process counts its own tasks from 1, so that one of another is told by its
    /// time.
    /// </summary>
    internal bool Is(PassthroughTask task) => string.Equals(task.Id, Id, StringComparison.OrdinalIgnoreCase)
        && (started is null || started.Value.ToUniversalTime() == task.StartTime);

    private protected override object? Meant => Task;

    private protected override string? MeantName => null;

    private protected override string? MeantId => Id;

    /// <summary>The id.</summary>
    public override string ToString() => Task?.Id ?? Id!;
}
