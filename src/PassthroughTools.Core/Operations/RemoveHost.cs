using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Removes a host from the inventory with the machines and templates that are registered on it, as vCenter does. Nothing may run
/// there.
/// </summary>
public sealed record RemoveHost : Operation
{
    /// <summary>The host's id.</summary>
    public required string VMHostId { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var host = state.Host(VMHostId);
        var vms = state.VMsOn(host.Id).ToList();
        if (vms.Find(static vm => vm.PowerState == VMPowerState.PoweredOn) is { } running)
        {
            throw new PassthroughException(
                ErrorId.VMHostInUse,
                $"VM '{running.Name}' runs on host '{host.Name}', which is removed only when nothing runs there. "
                + $"Move what can move: {HostRequirements.Evacuate(host)}, or power it off: {state.Command(running, "Stop-VM")}",
                state.View(host));
        }

        if (Stranger(state, host) is var (stranger, device))
        {
            throw new PassthroughException(
                ErrorId.VMHostInUse,
                $"VM '{stranger.Name}' of host '{state.Host(stranger.HostId).Name}' has device {device.Address} of host "
                + $"'{host.Name}'. "
                + $"Detach it first: {DeviceRequirements.Detach(state, stranger, device.Address)}",
                state.View(host));
        }

        var removed = vms.Count == 0 ? ""
            : $" with {string.Join(", ", vms.Take(4).Select(static vm => $"'{vm.Name}'"))}{(vms.Count > 4 ? ", ..." : "")}";
        return new Decision
        {
            Changes = [.. vms.Select(static vm => new VMRemoved(vm.Id)), new HostRemoved(host.Id)],
            Target = host.Name,
            TargetId = host.Id,
            Summary = $"Host '{host.Name}' removed{removed}",
        };
    }

    /// <summary>A machine of another host that has a device here, which only a file can say.</summary>
    private static (VMRecord VM, DeviceRef Device)? Stranger(InventoryState state, HostRecord host)
    {
        foreach (var vm in state.VMs.Values.Where(vm => vm.HostId != host.Id))
        {
            foreach (var attachment in vm.Devices)
            {
                if (attachment.Device is { } device && device.HostId == host.Id) return (vm, device);
            }
        }

        return null;
    }
}
