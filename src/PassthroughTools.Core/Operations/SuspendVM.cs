using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Suspends a running virtual machine. It keeps its passthrough devices, whatever their technology.</summary>
public sealed record SuspendVM : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>Whether to suspend it where no source says whether its devices allow that.</summary>
    public bool Force { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        VMRequirements.EnforceRunning(state, vm, "suspended");
        CapabilityRequirements.Has(state, vm, PassthroughFeature.SuspendResume, "suspending it", "Suspend-VM",
            $"Power it off instead: {state.Command(vm, "Stop-VM")}").Enforce(Force);
        return new Decision
        {
            Changes = [new VMPut(vm with { PowerState = VMPowerState.Suspended })],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = $"VM '{vm.Name}' suspended",
        };
    }
}
