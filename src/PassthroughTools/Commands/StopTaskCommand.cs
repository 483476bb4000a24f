using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;

namespace PassthroughTools.Commands;

/// <summary>Stops tasks. What a stopped task has not done yet is not done; nothing is half-done.</summary>
/// <remarks>
///   <para>The task ends at once, in the state Error with the id TaskStopped, unless it was done just before.</para>
/// </remarks>
/// <example>
///   <para>Stops what this session has started and what still runs.</para>
///   <code>Get-Task -Status Running | Stop-Task</code>
/// </example>
/// <example>
///   <para>Starts a move and thinks better of it.</para>
///   <code>
///   Set-PassthroughSimulation MoveVM -Seconds 60
///   $task = Move-VM web-01 -Destination esxi02.domain.com -RunAsync
///   Stop-Task $task
///   </code>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "Task", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class StopTaskCommand : ServerCmdlet
{
    /// <summary>The tasks, by object or id.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public TaskReference[] Task { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var reference in Task)
        {
            Attempt(() =>
            {
                var task = TaskOf(reference);
                if (!ShouldProcess($"Task {task.Id}, {task.Name} of '{task.Target}'", "Stop")) return;
                if (!task.Stop())
                    throw new PassthroughException(ErrorId.TaskEnded, $"Task {task.Id} ({task.Name} of '{task.Target}') has ended already, in the state {task.State}. Nothing is to do.", task);
            });
        }
    }
}
