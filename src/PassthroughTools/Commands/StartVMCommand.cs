using System.Management.Automation;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Powers virtual machines on, or resumes suspended ones.</summary>
/// <remarks>
///   <para>All that a machine's passthrough devices need is checked. Dynamic and Enhanced devices are given a free device of the
///   host each; where there is none, the machine is not powered on, and the error says what holds the devices that would
///   fit. What is not known of the host or a device, such as its mode, is a warning: the host decides then.</para>
/// </remarks>
/// <example>
///   <para>Powers on all machines of which the name begins with flex.</para>
///   <code>Get-VM flex* | Start-VM</code>
/// </example>
/// <example>
///   <para>Attaches a device, sizes the MMIO region that it needs, and powers the machine on.</para>
///   <code>
///   Add-PassthroughDevice -VM HighPerfVM -PassthroughDevice 0000:03:00.0
///   Set-MmioSizing HighPerfVM
///   Start-VM HighPerfVM
///   </code>
/// </example>
/// <example>
///   <para>Powers on a machine with a Dynamic device, and shows which device it was given.</para>
///   <code>Start-VM gpu-02 | Get-PassthroughDevice | Select-Object VM, Id, Name</code>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "VM", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(VirtualMachine), typeof(PassthroughTask))]
public sealed class StartVMCommand : VMCmdlet
{
    private protected override string ActionOn(VirtualMachineBase vm) => "Power on";

    private protected override Operation OperationOn(VirtualMachineBase vm)
    {
        WarnOfUnknowns(vm.ReadFrom, vm.Record);
        return new PowerOnVM { VMId = vm.Id };
    }
}
