using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;

namespace PassthroughTools.Commands;

/// <summary>A cmdlet that carries one operation out on each virtual machine.</summary>
public abstract class VMCmdlet : TaskCmdlet
{
    /// <summary>The virtual machines, by object or name.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[] VM { get; set; } = [];

    /// <summary>What is done, for -WhatIf and -Confirm.</summary>
    private protected abstract string ActionOn(VirtualMachineBase vm);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var vm in Finder.Changed(VM, ObjectKinds.VM)) Attempt(() => Carry(vm, OperationOn(vm), ActionOn(vm)), vm);
    }

    /// <summary>The operation on a machine.</summary>
    private protected abstract Operation OperationOn(VirtualMachineBase vm);
}
