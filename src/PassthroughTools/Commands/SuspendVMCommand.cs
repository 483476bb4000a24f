using System.Management.Automation;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Suspends running virtual machines. Start-VM resumes them.</summary>
/// <remarks>
///   <para>A suspended machine keeps its passthrough devices. A machine with Fixed or Dynamic devices cannot be suspended; with
///   Enhanced devices the catalog's entry for the model decides, else the host's DVX class. Where no source says, it is refused
///   unless -Force is given. It asks first; -Confirm:$false suspends without asking.</para>
/// </remarks>
/// <example>
///   <para>Suspends what can be suspended on a host, and says what cannot and why.</para>
///   <code>Get-VM -Location esxi02.domain.com | Where-Object PowerState -eq PoweredOn | Suspend-VM -Confirm:$false</code>
/// </example>
/// <example>
///   <para>Suspends a machine and resumes it.</para>
///   <code>
///   Start-VM web-01
///   Suspend-VM web-01 -Confirm:$false | Start-VM
///   </code>
/// </example>
[Cmdlet(VerbsLifecycle.Suspend, "VM", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(VirtualMachine), typeof(PassthroughTask))]
public sealed class SuspendVMCommand : VMCmdlet
{
    /// <summary>
    /// Suspends a machine of which no source says whether its devices allow that. It does not override a source that says no.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string ActionOn(VirtualMachineBase vm) => "Suspend";

    private protected override Operation OperationOn(VirtualMachineBase vm) => new SuspendVM { VMId = vm.Id, Force = Force };
}
