using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>A cmdlet that lists virtual machines, or templates.</summary>
public abstract class MachineListCmdlet : ListCmdlet
{
    /// <summary>The clusters or hosts whose virtual machines or templates are meant.</summary>
    [Parameter(ParameterSetName = "Default", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LocationNameCompleter))]
    [Takes(typeof(LocationReference))]
    public LocationReference[]? Location { get; set; }

    /// <summary>Writes the virtual machines, or the templates.</summary>
    private protected void Write(string[]? names, bool isTemplate)
    {
        var within = Location is null ? null : Finder.Hosts(Location)
            .SelectMany(host => host.ReadFrom.VMsOn(host.Id).Where(vm => vm.IsTemplate == isTemplate).Select(host.ReadFrom.View));
        foreach (var machine in Listed(isTemplate ? ObjectKinds.Template : ObjectKinds.VM, names, within)) WriteObject(machine);
    }
}
