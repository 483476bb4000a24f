using System.Management.Automation;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Powers virtual machines off.</summary>
/// <remarks>
///   <para>A machine keeps its Fixed devices. Its Dynamic and Enhanced devices are free for others afterwards. It asks first;
///   -Confirm:$false powers off without asking.</para>
/// </remarks>
/// <example>
///   <para>Powers a machine off without asking.</para>
///   <code>
///   Start-VM gpu-02
///   Stop-VM gpu-02 -Confirm:$false
///   </code>
/// </example>
/// <example>
///   <para>Powers off what runs on a host.</para>
///   <code>Get-VM -Location esxi01.domain.com | Where-Object PowerState -eq PoweredOn | Stop-VM -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "VM", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(VirtualMachine), typeof(PassthroughTask))]
public sealed class StopVMCommand : VMCmdlet
{
    /// <summary>
    /// Ends the machine's process where it does not answer. An inventory has no processes, so that both ways power off alike.
    /// </summary>
    [Parameter]
    public SwitchParameter Kill { get; set; }

    private protected override string ActionOn(VirtualMachineBase vm) => "Power off";

    private protected override Operation OperationOn(VirtualMachineBase vm) => new PowerOffVM { VMId = vm.Id };
}
