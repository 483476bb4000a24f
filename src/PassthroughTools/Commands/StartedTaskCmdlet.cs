using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>A cmdlet that does something with each of some tasks that were started.</summary>
public abstract class StartedTaskCmdlet : PassthroughCmdlet
{
    /// <summary>The tasks, by object or id.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [Takes(typeof(TaskReference))]
    public TaskReference[] Task { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var reference in Task) Attempt(() => Work(Known(TaskOf(reference))));
    }

    /// <summary>What is done with a task.</summary>
    /// <exception cref="PassthroughException">It is refused.</exception>
    private protected abstract void Work(PassthroughTask task);

    /// <summary>A task as its server tells of it now, where it was not known what became of it.</summary>
    /// <exception cref="PassthroughException">ServerUnreachable and others: the server cannot be read.</exception>
    private PassthroughTask Known(PassthroughTask task)
    {
        if (task.State == TaskState.Unknown) TasksOf(task.Server);
        return task;
    }

    /// <summary>The task that a reference means: one of this session, or one that a vSphere tells of.</summary>
    /// <exception cref="PassthroughException">TaskNotFound; ServerUnreachable and others: a server that may have it was not
    /// read.</exception>
    private PassthroughTask TaskOf(TaskReference reference) => reference.Task
        ?? SessionTable.Current.Servers.SelectMany(static server => server.Tasks.All).FirstOrDefault(reference.Is)
        ?? SessionTable.Current.Servers.Where(static server => server.Source is not null).SelectMany(TasksOf)
            .FirstOrDefault(reference.Is)
        ?? throw new PassthroughException(
            ErrorId.TaskNotFound, $"There is no task '{reference.Id}' in this session. See what there is: Get-Task",
            reference.Id);
}
