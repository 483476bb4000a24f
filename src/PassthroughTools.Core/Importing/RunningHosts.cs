using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Importing;

/// <summary>
/// The hosts on which machines run: they are powered on and not in maintenance mode (<see cref="Operations.SetHostState"/>),
/// whatever an input says. What it says is not taken over, and the host's item says so.
/// </summary>
internal static class RunningHosts
{
    /// <summary>Puts back what contradicts.</summary>
    public static void Keep(ImportDraft draft)
    {
        var given = draft.VMs.Where(static vm => vm.PowerState == VMPowerState.PoweredOn)
            .ToLookup(static vm => vm.HostId, StringComparer.Ordinal);
        var touched = new HashSet<string>(draft.VMs.Select(static vm => vm.Id), StringComparer.Ordinal);
        foreach (var id in draft.Hosts.Select(static host => host.Id)
            .Union(given.Select(static vms => vms.Key), StringComparer.Ordinal).ToList())
        {
            var host = draft.Host(id)!;
            bool isOff = IsOff(host), isInMaintenance = host.ConnectionState == VMHostState.Maintenance;
            if (!isOff && !isInMaintenance) continue;
            var running = given[id]
                .Concat(draft.Before.VMsOn(id).Where(vm => vm.PowerState == VMPowerState.PoweredOn && !touched.Contains(vm.Id)))
                .ToList();
            if (running.Count == 0) continue;
            var before = draft.Before.Hosts.Find(id);
            draft.Put(host with
            {
                PowerState = !isOff ? host.PowerState : before is null || IsOff(before) ? VMHostPowerState.PoweredOn
                    : before.PowerState,
                ConnectionState = !isInMaintenance ? host.ConnectionState
                    : before is null or { ConnectionState: VMHostState.Maintenance } ? VMHostState.Connected
                    : before.ConnectionState,
            });
            draft.Contradict(
                host,
                $"not taken over: {(isOff ? $"PowerState {host.PowerState}" : $"ConnectionState {host.ConnectionState}")}, since "
                + $"{Listing.Of(running, static vm => $"VM '{vm.Name}'")} {(running.Count == 1 ? "is" : "are")} powered on "
                + "there. "
                + (running.Find(vm => draft.Before.VMs.Find(vm.Id) is { PowerState: VMPowerState.PoweredOn }) is { } known
                    ? $"Where that is past, power off what does not run "
                        + $"({draft.Before.Command(known, "Stop-VM")}) and import again"
                    : "Correct the host's state or the VM's in the input"));
        }
    }

    private static bool IsOff(HostRecord host) => host.PowerState is VMHostPowerState.PoweredOff or VMHostPowerState.StandBy;
}
