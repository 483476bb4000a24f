using System;
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
        var changed = vm with
        {
            MemoryReservationLockedToMax = locked,
            MemoryReservationMB = locked ? vm.MemoryMB : MemoryReservationMB ?? vm.MemoryReservationMB,
            CpuReservationMhz = CpuReservationMhz ?? vm.CpuReservationMhz,
        };
        VMValues.Check(changed);
        if (vm.Devices.Count > 0 && vm.PowerState != Inventory.VMPowerState.PoweredOff) VMRequirements.MemoryReserved(state, changed).Enforce();
        bool same = changed.MemoryReservationLockedToMax == vm.MemoryReservationLockedToMax
            && changed.MemoryReservationMB == vm.MemoryReservationMB
            && changed.CpuReservationMhz == vm.CpuReservationMhz;
        return new Decision
        {
            Changes = same ? [] : [new VMPut(changed)],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = FormattableString.Invariant(
                $"VM '{vm.Name}': {changed.MemoryReservationMB} MB memory{(locked ? " (locked to all)" : "")} and {changed.CpuReservationMhz} MHz reserved"),
        };
    }
}
