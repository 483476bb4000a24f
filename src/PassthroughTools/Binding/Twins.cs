using PassthroughTools.Errors;
using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>Machines of one server that have the same name.</summary>
internal static class Twins
{
    /// <summary>The refusal of a name that several machines have.</summary>
    /// <param name="name">The name as it was given.</param>
    /// <param name="twins">The machines.</param>
    /// <param name="mend">What to do instead.</param>
    public static PassthroughException Refusal(string name, IReadOnlyList<VirtualMachineBase> twins, string mend)
    {
        var places = string.Join(", ", twins.Take(4).Select(static vm => $"{vm.Id} on host '{vm.VMHost.Name}'"));
        return new PassthroughException(
            ErrorId.AmbiguousName,
            $"{twins.Count} {(twins[0] is Template ? "templates" : "VMs")} are named '{name}'; specify one: {places}. {mend}",
            name);
    }
}
