using System;
using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>A cmdlet whose operation may run as a task.</summary>
public abstract class TaskCmdlet : InventoryCmdlet
{
    /// <summary>
    /// Returns a task at once, in the place of the result. A refusal is in the task's Error then and no error of the cmdlet. Wait-Task
    /// waits for it and returns the result.
    /// </summary>
    [Parameter]
    public SwitchParameter RunAsync { get; set; }

    /// <summary>Carries an operation out and writes its result, or the task.</summary>
    /// <param name="server">Where.</param>
    /// <param name="operation">What.</param>
    /// <param name="target">The name of what it is about.</param>
    /// <param name="result">The result of the outcome, or null for none.</param>
    internal void Carry(VIServer server, Operation operation, string target, Func<Outcome, object?> result)
    {
        if (!RunAsync)
        {
            if (result(Execute(server, operation)) is { } written) WriteObject(written);
            return;
        }

        WriteObject(PassthroughTask.Start(server, operation, MyInvocation.MyCommand.Name, target, result));
    }
}
