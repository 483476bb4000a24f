using System.Management.Automation;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>Powers virtual machines off.</summary>
/// <remarks>
///   <para>A machine keeps its Fixed devices. Its Dynamic and Enhanced devices are free for others afterwards.</para>
/// </remarks>
/// <example>
///   <para>Powers a machine off without asking.</para>
///   <code>Stop-VM gpu-02 -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "VM", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(VirtualMachine), typeof(PassthroughTask))]
public sealed class StopVMCommand : VMCmdlet
{
    /// <summary>Ends the machine's process where it does not answer. A local store has no processes and powers off alike.</summary>
    [Parameter]
    public SwitchParameter Kill { get; set; }

    private protected override string Action => "Power off";

    private protected override Operation OperationOn(VMRecord vm) => new PowerOffVM { VMId = vm.Id };
}
