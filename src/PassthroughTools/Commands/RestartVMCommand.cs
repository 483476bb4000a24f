using System.Management.Automation;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Restarts running virtual machines (a reset).</summary>
/// <remarks>
///   <para>A machine keeps its passthrough devices while it restarts. What runs in it is not asked to end. It asks first;
///   -Confirm:$false restarts without asking.</para>
/// </remarks>
/// <example>
///   <para>Restarts a machine without asking.</para>
///   <code>
///   Start-VM web-01
///   Restart-VM web-01 -Confirm:$false
///   </code>
/// </example>
/// <example>
///   <para>Restarts the running machines of which the name begins with flex, in the background, and waits for all of them.</para>
///   <code>Get-VM flex* | Where-Object PowerState -eq PoweredOn | Restart-VM -RunAsync -Confirm:$false | Wait-Task</code>
/// </example>
[Cmdlet(VerbsLifecycle.Restart, "VM", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(VirtualMachine), typeof(PassthroughTask))]
public sealed class RestartVMCommand : VMCmdlet
{
    private protected override string ActionOn(VirtualMachineBase vm) => "Restart";

    private protected override Operation OperationOn(VirtualMachineBase vm) => new RestartVM { VMId = vm.Id };
}
