using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>Gets virtual machines.</summary>
/// <remarks>
///   <para>Each machine carries its passthrough devices and its capabilities: what works with these devices, and what limits it.
///   See them as a grid with Format-Table -View Capabilities.</para>
/// </remarks>
/// <example>
///   <para>Gets the machines of which the name begins with gpu.</para>
///   <code>Get-VM gpu*</code>
/// </example>
/// <example>
///   <para>Shows what works with each machine of a host, and what does not.</para>
///   <code>Get-VM -Location esxi01.domain.com | Format-Table -View Capabilities</code>
/// </example>
/// <example>
///   <para>Says why a machine cannot be moved while it runs.</para>
///   <code>(Get-VM gpu-01).Capabilities['VMotion'] | Format-List</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "VM", DefaultParameterSetName = "Default")]
[OutputType(typeof(VirtualMachine))]
public sealed class GetVMCommand : MachineListCmdlet
{
    /// <summary>The names, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Default")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Write(Name, isTemplate: false);
}
