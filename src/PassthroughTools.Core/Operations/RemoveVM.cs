using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Removes a virtual machine that is powered off; its devices are free afterwards.</summary>
public sealed record RemoveVM : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>Whether a vSphere deletes its files too; without it only its registration goes.</summary>
    public bool DeletePermanently { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        VMRequirements.PoweredOff(state, vm, "removing it").Enforce();
        return new Decision { Changes = [new VMRemoved(vm.Id)], Target = vm.Name, TargetId = vm.Id,
            Summary = $"VM '{vm.Name}' removed" };
    }
}
