using System.Management.Automation;
using PassthroughTools.Binding;
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
public sealed class GetTemplateCommand : MachineListCmdlet
{
    /// <summary>The names, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Default")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Write(Name, isTemplate: true);
}
