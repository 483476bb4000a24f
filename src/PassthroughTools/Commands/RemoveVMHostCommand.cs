using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Operations;

namespace PassthroughTools.Commands;

/// <summary>Removes hosts from the inventory, with the machines that are registered on them.</summary>
/// <remarks>
///   <para>It asks first; -Confirm:$false removes without asking. A host on which a machine runs is refused; -WhatIf
///   warns of that. Machines that are powered off or suspended there, and templates, leave the inventory with it, as in
///   vCenter.</para>
///   <para>So a host that an import created by a wrong -VMHost is undone. Machines that the import moved there, since their UUIDs
///   were known, are moved back first by importing them with the right name.</para>
/// </remarks>
/// <example>
///   <para>Shows what would be removed with a host whose name was mistyped, then removes it.</para>
///   <code>
///   Remove-VMHost esx01.domain.com -WhatIf
///   Remove-VMHost esx01.domain.com -Confirm:$false
///   </code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "VMHost", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveVMHostCommand : ServerCmdlet
{
    /// <summary>The hosts, by object or name.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    [Takes(typeof(VMHostReference))]
    public VMHostReference[] VMHost { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var host in Finder.All(VMHost))
        {
            var vms = host.ReadFrom.VMsOn(host.Id).Select(static vm => vm.Name).ToList();
            Do(host, new RemoveHost { VMHostId = host.Id },
                vms.Count == 0 ? "Remove" : $"Remove host and its VMs: {string.Join(", ", vms)}");
        }
    }
}
