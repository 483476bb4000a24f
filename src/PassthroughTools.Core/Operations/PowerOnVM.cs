using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Powers a virtual machine on, or resumes a suspended one. All that its devices need is checked again, and Dynamic and Enhanced
/// requests are given a free device each.
/// </summary>
public sealed record PowerOnVM : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>
    /// Devices of its host that are set aside for its Dynamic and Enhanced requests; any that is free where none are named.
    /// </summary>
    public IReadOnlyList<PciAddress>? Devices { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        if (vm.PowerState == VMPowerState.PoweredOn)
            throw new PassthroughException(ErrorId.InvalidPowerState,
                $"VM '{vm.Name}' is powered on already. There is nothing to do.", state.View(vm));
        var host = state.Host(vm.HostId);
        HostRequirements.InService(state, host).Enforce();
        DeviceRequirements.Adapters(state, host, vm).Enforce();
        if (vm.Devices.Count > 0) VMRequirements.NoNestedVirtualization(state, vm).Enforce();
        var running = vm.PowerState == VMPowerState.Suspended ? vm : Placement.Start(state, host, vm, Devices);
        var given = running.Devices.Where(device => device.Device is not null && device.Technology != DirectPathTechnology.Fixed)
            .Select(static device => device.Device!.Value.Address.ToString()).ToList();
        return new Decision
        {
            Changes = Placement.Running(state, running with { PowerState = VMPowerState.PoweredOn }),
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = $"VM '{vm.Name}' {(vm.PowerState == VMPowerState.Suspended ? "resumed" : "powered on")}"
                + (given.Count > 0 ? $" with device {string.Join(", ", given)}" : ""),
        };
    }
}
