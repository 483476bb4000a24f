using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Restarts a running virtual machine (a reset). It keeps its passthrough devices.</summary>
public sealed record RestartVM : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        VMRequirements.EnforceRunning(state, vm, "restarted");

        // Nothing differs afterwards, yet it is an event: the record is put as it is.
        return new Decision { Changes = [new VMPut(vm)], Target = vm.Name, TargetId = vm.Id,
            Summary = $"VM '{vm.Name}' restarted" };
    }
}
