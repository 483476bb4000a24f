using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>Gets what is reserved for virtual machines.</summary>
/// <remarks>
///   <para>The reserved memory and CPU of each machine, and whether the memory reservation is locked to the memory. Change it
///   with Set-VMResourceConfiguration.</para>
/// </remarks>
/// <example>
///   <para>Gets the machines of which not all memory is reserved, which no passthrough device can be attached to.</para>
///   <code>Get-VM | Get-VMResourceConfiguration | Where-Object { $_.MemReservationGB -lt $_.MemoryGB }</code>
/// </example>
/// <example>
///   <para>Gets what is reserved for one machine.</para>
///   <code>Get-VMResourceConfiguration HighPerfVM</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "VMResourceConfiguration")]
[OutputType(typeof(VMResourceConfiguration))]
public sealed class GetVMResourceConfigurationCommand : ServerCmdlet
{
    /// <summary>The virtual machines; all where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[]? VM { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var vm in Finder.All(VM ?? [new VMReference("*")]).OfType<VirtualMachine>())
            WriteObject(new VMResourceConfiguration(vm.ReadFrom, vm.Record));
    }
}
