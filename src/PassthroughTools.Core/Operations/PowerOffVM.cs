using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Powers a virtual machine off. It keeps Fixed devices and releases Dynamic and Enhanced ones.</summary>
public sealed record PowerOffVM : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        if (vm.PowerState == VMPowerState.PoweredOff)
            throw new PassthroughException(ErrorId.InvalidPowerState,
                $"VM '{vm.Name}' is powered off already. There is nothing to do.", state.View(vm));
        return new Decision
        {
            Changes = [new VMPut(vm.Released() with { PowerState = VMPowerState.PoweredOff })],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = $"VM '{vm.Name}' powered off",
        };
    }
}
