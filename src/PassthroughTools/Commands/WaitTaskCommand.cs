using System.Management.Automation;
using System.Runtime.ExceptionServices;
using PassthroughTools.Inventory;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Waits for tasks, showing how far they are, and returns their results.</summary>
/// <remarks>
///   <para>The results come in the order of the tasks, each as soon as the task and those before it have ended. A task that has
///   failed is a non-terminating error, with the id that the cmdlet without -RunAsync would have had. Ctrl+C ends the waiting and
///   not the tasks; Stop-Task ends these.</para>
/// </remarks>
/// <example>
///   <para>Powers machines on side by side, and goes on when all run.</para>
///   <code>Get-VM flex* | Start-VM -RunAsync | Wait-Task</code>
/// </example>
/// <example>
///   <para>Waits for all that this session has started.</para>
///   <code>Get-Task -Status Running | Wait-Task</code>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "Task")]
[OutputType(typeof(VirtualMachine), typeof(VMHost), typeof(Snapshot))]
public sealed class WaitTaskCommand : StartedTaskCmdlet
{
    private protected override void Work(PassthroughTask task)
    {
        WaitFor(task);
        Wait.Tell(task.Trace);
        if (task.Error is { } error) ExceptionDispatchInfo.Capture(error).Throw();
        if ((task.Result ?? ResultOf(task)) is { } result) WriteObject(result);
    }

    /// <summary>What a task of a server has made, of which it tells the reference only.</summary>
    private InventoryObject? ResultOf(PassthroughTask task) =>
        task.Made is { } made ? Read(task.Server).Find(made.ToString()) : null;

    private void WaitFor(PassthroughTask task)
    {
        if (ProgressBar.Ended(task.Ended)) return;
        using var bar = new ProgressBar(this, $"{task.Command} ({task.Id})");
        do
        {
            if (StopToken.IsCancellationRequested)
            {
                WarnWhenStopped(
                    $"Not waiting any longer for {task.Command} of '{task.Target}', "
                    + $"which goes on as task {task.Id} of this session. See what runs: Get-Task -Status Running. End it: "
                    + $"Stop-Task {task.Id}");
                throw new OperationCanceledException(StopToken);
            }

            bar.Show(task.Target, (int)task.PercentComplete, task.Remaining);
        }
        while (!ProgressBar.Ended(task.Ended));
    }
}
