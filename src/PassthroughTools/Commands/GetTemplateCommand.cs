using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>Gets templates.</summary>
/// <remarks>
///   <para>A template is a virtual machine that is neither changed nor powered on. It comes into a store by importing a .vmtx
///   file, or JSON that has it. Get-VM does not list it.</para>
/// </remarks>
/// <example>
///   <para>Gets all templates.</para>
///   <code>Get-Template</code>
/// </example>
/// <example>
///   <para>Shows which passthrough devices the templates of a cluster ask for.</para>
///   <code>Get-Template -Location GPU-Cluster | Select-Object Name, VMHost, PassthroughDevices</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "Template", DefaultParameterSetName = "Default")]
[OutputType(typeof(Template))]
public sealed class GetTemplateCommand : InventoryCmdlet
{
    private NameFilter? filter;

    /// <summary>The names, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Default")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The clusters or hosts whose templates are meant.</summary>
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
        var templates = Id is null
            ? Machines(Name, Location, filter ??= new NameFilter(Name), isTemplate: true)
            : ById(Id, static (state, id) => state.VMs.Find(id) is { IsTemplate: true } template ? state.View(template) : null);
        foreach (var template in templates) WriteObject(template);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (filter is not null) WriteMissing(filter, ErrorId.VMNotFound, "template", "Get-Template");
    }
}
