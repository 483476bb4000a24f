using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>A cmdlet that carries one operation out on each virtual machine.</summary>
public abstract class VMCmdlet : TaskCmdlet
{
    /// <summary>The virtual machines, by object or name.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    public VMReference[] VM { get; set; } = [];

    /// <summary>What is done, for -WhatIf and -Confirm.</summary>
    private protected abstract string Action { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var found in FindMachines(VM))
        {
            if (!ShouldProcess($"VM '{found.Record.Name}'", Action)) continue;
            Attempt(() => Carry(found.Server, OperationOn(found.Record), found.Record.Name, Result));
        }
    }

    /// <summary>The operation on a machine.</summary>
    private protected abstract Operation OperationOn(VMRecord vm);

    /// <summary>What is written: the machine as it is now.</summary>
    private protected virtual object? Result(Outcome done) => done.State.View(done.VM(done.TargetId));
}
