using System.Management.Automation;
using PassthroughTools.Errors;
using PassthroughTools.Sessions;

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
public sealed class StopTaskCommand : StartedTaskCmdlet
{
    private protected override void Work(PassthroughTask task)
    {
        if (ShouldProcess($"Task {task.Id}, {task.Command} of '{task.Target}'", "Stop"))
        {
            if (!task.Stop()) throw Ended(task);
        }
        else if (IsWhatIf && task.State != TaskState.Running)
        {
            WarnOfRefusal(Ended(task));
        }
    }

    private static PassthroughException Ended(PassthroughTask task) =>
        task is { State: TaskState.Unknown, Error: PassthroughException lost }
        ? lost
        : new PassthroughException(
            ErrorId.TaskEnded,
            $"Task {task.Id} ({task.Command} of '{task.Target}') has ended already, in the "
            + $"state {task.State}. There is nothing to do.",
            task);
}
