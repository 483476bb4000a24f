using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Removes virtual machines that are powered off; their devices are free afterwards.</summary>
/// <remarks>
///   <para>It asks first; -Confirm:$false removes without asking. A machine that runs or is suspended is refused: power it off
///   with Stop-VM.</para>
/// </remarks>
/// <example>
///   <para>Removes a machine without asking.</para>
///   <code>Remove-VM legacy-01 -DeletePermanently -Confirm:$false</code>
/// </example>
/// <example>
///   <para>Shows which machines of a host would be removed.</para>
///   <code>Get-VM -Location esxi02.domain.com | Remove-VM -WhatIf</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "VM", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PassthroughTask))]
public sealed class RemoveVMCommand : VMCmdlet
{
    /// <summary>
    /// Deletes the machine's files too. Only a vSphere has them: elsewhere both ways remove the machine from the inventory.
    /// </summary>
    [Parameter]
    [Alias("DeleteFromDisk")]
    public SwitchParameter DeletePermanently { get; set; }

    private protected override string ActionOn(VirtualMachineBase vm) =>
        DeletePermanently ? "Remove and delete permanently" : "Remove";

    private protected override Operation OperationOn(VirtualMachineBase vm) =>
        new RemoveVM { VMId = vm.Id, DeletePermanently = DeletePermanently };

    private protected override object? Result(Outcome done) => null;
}
