using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Json;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Moves a virtual machine to another host (vMotion of a running one, a cold move of a stopped one) or its files to another
/// datastore (Storage vMotion of a running one), or both.
/// </summary>
public sealed record MoveVM : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>The id of the host to move it to; null leaves it where it is.</summary>
    public string? VMHostId { get; init; }

    /// <summary>The name of the datastore to move its files to; null leaves them where they are.</summary>
    [Most(VMValues.MaxNameLength)]
    public string? Datastore { get; init; }

    /// <summary>
    /// Devices of the new host that are set aside for a running machine's Enhanced requests; any that is free where none are
    /// named.
    /// </summary>
    public IReadOnlyList<PciAddress>? Devices { get; init; }

    /// <summary>
    /// Whether to move a running machine where it is not known whether its devices, or those that it gets there, allow that.
    /// </summary>
    public bool Force { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        var moved = vm;
        var words = new List<string>();
        if (VMHostId is not null && VMHostId != vm.HostId)
        {
            var host = state.Host(VMHostId);
            moved = MovedTo(state, vm, host);
            // A pool belongs to its cluster, or to a host of its own.
            if (moved.Details is { } filed && (host.ClusterId is null || host.ClusterId != state.Host(vm.HostId).ClusterId))
                moved = moved with { Details = filed with { ResourcePool = null, ResourcePoolId = null } };
            words.Add($"from host '{state.Host(vm.HostId).Name}' to '{host.Name}'");
        }

        if (Datastore is not null && Datastore != vm.Datastore)
        {
            if (!VMValues.IsName(Datastore, VMValues.MaxNameLength))
                throw new PassthroughException(ErrorId.ValueInvalid,
                    $"'{Datastore}' is no name of a datastore. Give a name of 1 to {VMValues.MaxNameLength} characters without "
                    + "control characters.", Datastore);
            if (vm.PowerState == VMPowerState.PoweredOn)
                Has(state, vm, PassthroughFeature.StorageVMotion, "moving its files while it runs").Enforce(Force);
            moved = moved with { Datastore = Datastore };
            if (moved.Details is { } details) moved = moved with { Details = details with { DatastoreIds = [] } };
            words.Add(vm.Datastore is null ? $"to datastore '{Datastore}'" : $"from datastore '{vm.Datastore}' to '{Datastore}'");
        }

        return new Decision
        {
            Changes = words.Count == 0 ? [] : Placement.Running(state, moved),
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = words.Count == 0
                ? $"VM '{vm.Name}' is where it was asked to be"
                : $"VM '{vm.Name}' moved "
                    + $"{string.Join(", ", words)}{(vm.PowerState == VMPowerState.PoweredOn ? " while it runs" : "")}",
        };
    }

    private VMRecord MovedTo(InventoryState state, VMRecord vm, HostRecord host)
    {
        if (vm.PowerState == VMPowerState.PoweredOn)
        {
            Has(state, vm, PassthroughFeature.VMotion, "moving it to another host while it runs").Enforce(Force);
            var running = Placement.Arrive(state, host, vm, Devices);
            if (Placement.Doubt(state, host, running) is { } doubt)
                (doubt with { Remedy = $"{doubt.Remedy} Where you know that it can be used, give Move-VM -Force." }).Enforce(
                    Force);
            return running;
        }

        Placement.EnforceRegister(state, host, vm);
        if (vm.PowerState == VMPowerState.PoweredOff || vm.Devices.Count == 0) return vm with { HostId = host.Id };
        throw new PassthroughException(
            ErrorId.InvalidPowerState,
            $"VM '{vm.Name}' is suspended and holds devices of host '{state.Host(vm.HostId).Name}'; what it has in them does "
            + $"not move. Resume it first: {state.Command(vm, "Start-VM")}",
            state.View(vm));
    }

    private static Finding Has(InventoryState state, VMRecord vm, PassthroughFeature feature, string action) =>
        CapabilityRequirements.Has(state, vm, feature, action, "Move-VM", $"Power it off first: {state.Command(vm, "Stop-VM")}");
}
