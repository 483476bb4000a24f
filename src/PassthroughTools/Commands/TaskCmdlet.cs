using System;
using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>A cmdlet whose operation may run as a task.</summary>
public abstract class TaskCmdlet : InventoryCmdlet
{
    /// <summary>
    /// Returns a task instead of the result. A refusal is in the task's Error then and no error of the cmdlet. The operation is carried
    /// out at once, on a local store and on a control plane, so that its task has ended when it is returned.
    /// </summary>
    [Parameter]
    public SwitchParameter RunAsync { get; set; }

    /// <summary>Carries an operation out and writes its result, or the task.</summary>
    /// <param name="server">Where.</param>
    /// <param name="operation">What.</param>
    /// <param name="name">What the task is called.</param>
    /// <param name="result">The result of the commit, or null for none.</param>
    internal void Carry(VIServer server, Operation operation, string name, Func<Commit, object?> result)
    {
        if (!RunAsync)
        {
            if (result(Execute(server, operation)) is { } written) WriteObject(written);
            return;
        }

        var started = DateTime.UtcNow;
        try
        {
            WriteObject(PassthroughTask.Succeeded(name, started, result(Execute(server, operation))));
        }
        catch (PassthroughException refusal)
        {
            WriteObject(PassthroughTask.Failed(name, started, refusal));
        }
    }
}
