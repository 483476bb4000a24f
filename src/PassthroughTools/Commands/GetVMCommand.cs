using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
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
public sealed class GetVMCommand : InventoryCmdlet
{
    private NameFilter? filter;

    /// <summary>The names, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Default")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The clusters or hosts whose machines are meant.</summary>
    [Parameter(ParameterSetName = "Default", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LocationNameCompleter))]
    public LocationReference[]? Location { get; set; }

    /// <summary>Accepted for PowerCLI's scripts; folders do not nest here, so that it changes nothing.</summary>
    [Parameter(ParameterSetName = "Default")]
    public SwitchParameter NoRecursion { get; set; }

    /// <summary>The ids, as the property Id has them. One that is not there gives nothing, as in PowerCLI.</summary>
    [Parameter(ParameterSetName = "ById")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var machines = Id is null
            ? Machines(Name, Location, filter ??= new NameFilter(Name), isTemplate: false)
            : ById(Id, static (state, id) => state.VMs.Find(id) is { IsTemplate: false } vm ? state.View(vm) : null);
        foreach (var machine in machines) WriteObject(machine);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (filter is not null) WriteMissing(filter, ErrorId.VMNotFound, "VM", "Get-VM");
    }
}
