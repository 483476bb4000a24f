using PassthroughTools.Sessions;

namespace PassthroughTools.Binding;

/// <summary>A task: the object, or its id.</summary>
public sealed class TaskReference
{
    /// <summary>Takes the object.</summary>
    public TaskReference(PassthroughTask task) => Task = task;

    /// <summary>Takes an id.</summary>
    public TaskReference(string id) => Id = id;

    /// <summary>The task, where one was given.</summary>
    public PassthroughTask? Task { get; }

    /// <summary>The id, where one was given.</summary>
    public string? Id { get; }

    /// <summary>The id.</summary>
    public override string ToString() => Task?.Id ?? Id!;
}
