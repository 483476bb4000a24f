using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Where virtual machines go when their host goes out of service.</summary>
internal static class Evacuation
{
    /// <summary>
    /// The other hosts of a host's cluster that are in service, those with the fewest machines first; none for a host of its own.
    /// </summary>
    public static IEnumerable<HostRecord> Refuges(InventoryState state, HostRecord host) => host.ClusterId is null
        ? []
        : state.Hosts.Values
            .Where(other => other.Id != host.Id && other.ClusterId == host.ClusterId
                && HostRequirements.InService(state, other).Verdict == Verdict.Pass)
            .OrderBy(other => state.VMsOn(other.Id).Count());

    /// <summary>
    /// The state with a host's powered-off machines without Fixed devices registered on a refuge each, where there is one that
    /// runs them.
    /// </summary>
    public static InventoryState Register(InventoryState state, HostRecord host, List<Change> changes)
    {
        foreach (var vm in state.VMsOn(host.Id)
            .Where(static vm => vm.PowerState == VMPowerState.PoweredOff
                && vm.Devices.All(static device => device.Technology != DirectPathTechnology.Fixed)).ToList())
        {
            if (Refuges(state, host).FirstOrDefault(
                refuge => HostRequirements.RunsHardwareVersion(state, refuge, vm).Verdict != Verdict.Fail) is { } refuge)
                state = Apply(state, changes, [new VMPut(vm with { HostId = refuge.Id })]);
        }

        return state;
    }

    /// <summary>The state with a host's running machines moved to a refuge each, while they run.</summary>
    /// <exception cref="PassthroughException">A machine cannot be moved, or no refuge takes it; the message says which and
    /// why.</exception>
    public static InventoryState MoveRunning(InventoryState state, HostRecord host, List<Change> changes)
    {
        foreach (var vm in state.VMsOn(host.Id).Where(static vm => vm.PowerState == VMPowerState.PoweredOn).ToList())
        {
            PassthroughException? why = null;
            bool isMoved = false;
            foreach (var refuge in Refuges(state, host))
            {
                try
                {
                    state = Apply(state, changes, new MoveVM { VMId = vm.Id, VMHostId = refuge.Id }.Decide(state).Changes);
                    isMoved = true;
                    break;
                }
                catch (PassthroughException refusal)
                {
                    why = refusal;
                    if (refusal.Id == ErrorId.FeatureNotSupported) break;
                }
            }

            if (!isMoved) throw Remains(state, host, vm, why);
        }

        return state;
    }

    private static InventoryState Apply(InventoryState state, List<Change> changes, IReadOnlyList<Change> more)
    {
        changes.AddRange(more);
        return state.Apply(state.Revision, more);
    }

    private static PassthroughException Remains(InventoryState state, HostRecord host, VMRecord vm, PassthroughException? why) =>
        why is null
        ? new PassthroughException(
            ErrorId.VMHostInUse,
            $"Host '{host.Name}' runs VM '{vm.Name}', and no other host of its cluster is in service to move it to. Stop it "
            + $"first: {state.Command(vm, "Stop-VM")}", state.View(vm))
        : new PassthroughException(
            why.Id,
            $"Host '{host.Name}' cannot be evacuated (what each VM needs is told by New-PassthroughMaintenancePlan "
            + $"-VMHost {host.Name.Quoted()}): {why.Message}", why.Target ?? state.View(vm), why);
}
