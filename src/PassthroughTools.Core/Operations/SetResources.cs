using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Changes what is reserved for a virtual machine. What is null stays.</summary>
public sealed record SetResources : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>The reserved memory in MB, at most the memory. Ends a lock to the memory.</summary>
    public long? MemoryReservationMB { get; init; }

    /// <summary>Whether the reservation follows the memory; true reserves all of it.</summary>
    public bool? MemoryReservationLockedToMax { get; init; }

    /// <summary>The reserved CPU in MHz.</summary>
    public long? CpuReservationMhz { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        bool locked = MemoryReservationLockedToMax ?? (MemoryReservationMB is null && vm.MemoryReservationLockedToMax);
        long reserved = vm.ReservedMemoryMB;
        var changed = vm with
        {
            MemoryReservationLockedToMax = locked,
            MemoryReservationMB = locked ? vm.MemoryMB : MemoryReservationMB ?? reserved,
            CpuReservationMhz = CpuReservationMhz ?? vm.CpuReservationMhz,
        };
        VMValues.Check(state, changed, vm);
        if (vm.Devices.Count > 0 && vm.PowerState != VMPowerState.PoweredOff && vm.IsMemoryFullyReserved
            && !changed.IsMemoryFullyReserved)
        {
            throw new PassthroughException(
                ErrorId.MemoryNotReserved,
                $"VM '{vm.Name}' is {VMRequirements.Word(vm.PowerState)} with a passthrough device, which needs all of "
                + $"its {VMRequirements.GB(vm.MemoryMB)} GB memory reserved; "
                + $"{VMRequirements.GB(changed.MemoryReservationMB)} GB is less. Power it off "
                + $"first: {state.Command(vm, "Stop-VM")}",
                state.View(vm));
        }

        bool same = changed.MemoryReservationLockedToMax == vm.MemoryReservationLockedToMax
            && changed.MemoryReservationMB == reserved
            && changed.CpuReservationMhz == vm.CpuReservationMhz;
        return new Decision
        {
            Changes = same ? [] : [new VMPut(changed)],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = FormattableString.Invariant($"VM '{vm.Name}': {changed.MemoryReservationMB} MB ")
                + FormattableString.Invariant(
                    $"memory{(locked ? " (locked to all)" : "")} and {changed.CpuReservationMhz} MHz reserved"),
        };
    }
}
