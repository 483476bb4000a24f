using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>A cmdlet whose operation may run as a task.</summary>
public abstract class TaskCmdlet : ServerCmdlet
{
    private readonly List<PassthroughTask> told = [];

    /// <summary>
    /// Returns a task at once, in the place of the result. A refusal is in the task's Error then and no error of the cmdlet.
    /// Wait-Task waits for it and returns the result.
    /// </summary>
    [Parameter]
    public SwitchParameter RunAsync { get; set; }

    /// <summary>What is written of an outcome: the machine or host as it is now.</summary>
    private protected virtual object? Result(Outcome done) => done.Result();

    /// <summary>Carries an operation out where ShouldProcess allows it, and writes its result, or the task.</summary>
    /// <param name="item">An object of the server.</param>
    /// <param name="operation">What.</param>
    /// <param name="action">The operation in words, for -WhatIf and -Confirm.</param>
    /// <param name="target">What it is done to in words, where that is not the object.</param>
    /// <param name="about">The name of what it is about, where that is not the object.</param>
    /// <returns>Whether it was allowed.</returns>
    private protected bool Carry(InventoryObject item, Operation operation, string action, string? target = null,
        string? about = null) =>
        Asked(item, operation, action, () =>
        {
            var server = Finder.ServerOf(item);
            if (RunAsync) WriteObject(Start(server, operation, about ?? item.Name, IdOf(item)));
            else if (Result(Execute(server, operation)) is { } written) WriteObject(written);
        }, target);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();

        // Of what has ended meanwhile; Wait-Task tells of the others.
        foreach (var task in told) Wait.Tell(task.Trace);
    }

    private PassthroughTask Start(VIServer server, Operation operation, string target, string? objectId)
    {
        var task = PassthroughTask.Start(server, operation, MyInvocation.MyCommand.Name, target, objectId, Result, IsDebugging);
        Say($"{operation.Name} on {server.Name} began as {task.Id}");
        if (IsTelling) told.Add(task);
        return task;
    }

    /// <summary>The id of the machine or host that an operation on an object works on.</summary>
    private static string? IdOf(InventoryObject item) => item switch
    {
        Snapshot snapshot => snapshot.VMId,
        PassthroughDevice device => device.VMId ?? device.VMHostId,
        AdvancedSetting setting => setting.EntityId,
        _ => item.Id,
    };
}
