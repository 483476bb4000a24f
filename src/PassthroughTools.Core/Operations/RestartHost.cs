using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Restarts a host, which activates every pending device mode. Without force the host must be in maintenance mode and run
/// nothing; with force the virtual machines that run there are powered off.
/// </summary>
public sealed record RestartHost : Operation
{
    /// <summary>The host's id.</summary>
    public required string VMHostId { get; init; }

    /// <summary>Whether to restart a host that is not in maintenance mode.</summary>
    public bool Force { get; init; }

    /// <summary>Whether powered-off machines without Fixed devices are registered on another host of the cluster first.</summary>
    public bool Evacuate { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var host = state.Host(VMHostId);
        if (host.ConnectionState is VMHostState.Disconnected or VMHostState.NotResponding
            || host.PowerState is VMHostPowerState.PoweredOff or VMHostPowerState.StandBy)
        {
            throw new PassthroughException(
                ErrorId.VMHostNotAvailable,
                $"Host '{host.Name}' cannot be restarted: it is {host.ConnectionState}, {host.PowerState}. Connect and power it "
                + "on first.", state.View(host));
        }

        var running = state.VMsOn(host.Id).Where(static vm => vm.PowerState == VMPowerState.PoweredOn).ToList();
        var unread = state.Unread.Where(vm => vm.HostId == host.Id).ToList();
        bool inMaintenance = host.ConnectionState == VMHostState.Maintenance;
        if (!Force && host.PowerState == VMHostPowerState.Unknown)
        {
            throw new PassthroughException(
                ErrorId.VMHostNotAvailable,
                $"It is not known whether host '{host.Name}' is powered on. "
                + $"Where you know that it is, run: Restart-VMHost -VMHost {host.Name.Quoted()} -Force",
                state.View(host));
        }

        if (!Force && (!inMaintenance || running.Count > 0 || unread.Count > 0))
        {
            var restart = $"Restart-VMHost -VMHost {host.Name.Quoted()}";
            throw new PassthroughException(
                ErrorId.MaintenanceModeRequired,
                $"Host '{host.Name}' is {(inMaintenance ? "" : "not ")}in maintenance mode{Running(running)}{MayRun(unread)}. "
                + (running.Count + unread.Count == 0
                    ? $"Nothing runs there, so that it can be restarted all the same: {restart} -Force"
                    : $"Move what can move, then restart it: {HostRequirements.Evacuate(host)}; {restart}. "
                        + $"Or power off what runs there: {restart} -Force"),
                state.View(host));
        }

        var changes = running.Select(vm => (Change)new VMPut(vm.Released() with { PowerState = VMPowerState.PoweredOff }))
            .ToList();
        int poweredOff = changes.Count;
        if (Evacuate) Evacuation.Register(state, host, changes);
        int moved = changes.Count - poweredOff;
        var pending = host.Devices.Where(static device => device.Mode != device.ActiveMode).ToList();
        changes.AddRange(pending.Select(device => new DevicePut(host.Id, device with { ActiveMode = device.Mode })));
        return new Decision
        {
            // A restart with nothing to activate is still an event: the host record is put as it is.
            Changes = changes.Count > 0 ? changes : [new HostPut(host)],
            Target = host.Name,
            TargetId = host.Id,
            Summary = FormattableString.Invariant(
                $"Host '{host.Name}' restarted: {pending.Count} device modes activated, {running.Count} VMs powered ")
                + FormattableString.Invariant($"off, {moved} registered elsewhere"),
        };
    }

    private static string MayRun(List<UnreadVM> unread) => unread.Count == 0
        ? ""
        : $" and has VMs that cannot be read and may run: {string.Join(", ", unread.Take(3).Select(static vm => $"'{vm.Name}'"))}"
            + (unread.Count > 3 ? FormattableString.Invariant($" and {unread.Count - 3} more") : "");

    private static string Running(List<VMRecord> running) => running.Count == 0
        ? ""
        : $" and "
            + "runs "
            + $"{string.Join(", ", running.Take(3).Select(static vm => $"'{vm.Name}'"))}{(running.Count > 3 ? FormattableString.Invariant($" and {running.Count - 3} more VMs") : "")}";
}
