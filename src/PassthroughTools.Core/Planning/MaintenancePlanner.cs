using System.Globalization;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Planning.Search;
using PassthroughTools.State;

namespace PassthroughTools.Planning;

/// <summary>
/// Plans how hosts are freed for maintenance. As few machines as possible are blocked, then as few as possible stay down, then as
/// few as possible are powered off and on, then as few as possible are suspended, over all hosts of the plan together; every
/// device on another host is counted once. Exact, but where machines with several Dynamic or Enhanced requests each compete for
/// the last devices of a cluster: there the search ends after so much work with the best that it has found.
/// </summary>
/// <remarks>
/// Machines go to hosts of the same cluster that are in service and not in the plan. What machines leave behind is on hosts under
/// maintenance and counts for nothing.
/// </remarks>
public static class MaintenancePlanner
{
    /// <summary>Makes a plan; nothing is changed.</summary>
    /// <param name="state">The inventory.</param>
    /// <param name="hostIds">The ids of the hosts that go under maintenance, at least one.</param>
    /// <param name="options">What the plan may do.</param>
    /// <exception cref="PassthroughException">
    /// VMHostNotFound: a host is not there; ValueInvalid: no host, the throttle limit is out of its range, or an override asks
    /// for Blocked.
    /// </exception>
    public static MaintenancePlan Plan(InventoryState state, IReadOnlyCollection<string> hostIds, MaintenancePlanOptions options)
    {
        if (hostIds.Count == 0) throw new PassthroughException(ErrorId.ValueInvalid,
            "A maintenance plan needs at least one host. See what there is: Get-VMHost");
        if (options.ThrottleLimit is < 1 or > 64)
            throw new PassthroughException(ErrorId.ValueInvalid,
                FormattableString.Invariant($"{options.ThrottleLimit} steps at a time cannot be: give 1 to 64."),
                options.ThrottleLimit.ToString(CultureInfo.InvariantCulture));
        if (options.Overrides.Values.Contains(PlanAction.Blocked))
            throw new PassthroughException(ErrorId.ValueInvalid,
                "Blocked is what a plan finds and nothing to ask for. Choose VMotion, ColdMove, Suspend, PowerCycle, PowerOff "
                + "or None.", nameof(PlanAction.Blocked));

        var hosts = hostIds.Distinct(StringComparer.Ordinal).Select(state.Host).ToList();
        var destinations = new Destinations(state, hosts);
        var machines = hosts.SelectMany(host => state.VMsOn(host.Id)).ToList();
        var mayPowerOff = options.MayPowerOff is null ? null : new HashSet<string>(options.MayPowerOff, StringComparer.Ordinal);
        var evacuees = machines.Where(static vm => !vm.IsTemplate && vm.PowerState == VMPowerState.PoweredOn)
            .Select(vm => new Evacuee(state, vm, mayPowerOff, options)).ToList();
        var kindOf = MachineKind.Sort(state);
        var arrivals = new Arrivals(state);
        var travellers = PlaceByDevices(state, evacuees, destinations, kindOf, arrivals);
        arrivals.Spread(evacuees, destinations, kindOf);

        var shortage = new Shortage(state, destinations, travellers, kindOf);
        var steps = evacuees.Select(evacuee => StepWords.For(state, evacuee, shortage));
        var stopped = machines.Where(static vm => vm.IsTemplate || vm.PowerState != VMPowerState.PoweredOn).Select(vm =>
        {
            var host = state.Host(vm.HostId);
            return Stopped.Step(vm, host, destinations.From(host), kindOf, arrivals, options);
        });
        return new MaintenancePlan
        {
            Id = Guid.NewGuid().ToString("N"),
            Created = DateTime.UtcNow,
            Target = options.Target,
            Revision = state.Revision,
            Hosts = [.. hosts.Select(static host => new PlannedHost { Id = host.Id, Name = host.Name })],
            ThrottleLimit = options.ThrottleLimit,
            Steps = [.. steps.Concat(stopped).OrderBy(static step => Place(step.Action))
                .Select(static (step, index) => step with { Number = index + 1 })],
        };
    }

    /// <summary>Sends machines with requests where their devices are.</summary>
    /// <returns>All that were to be placed.</returns>
    private static List<Traveller> PlaceByDevices(
        InventoryState state, List<Evacuee> evacuees, Destinations destinations, Func<VMRecord, MachineKind> kindOf,
        Arrivals arrivals)
    {
        var asking = evacuees.Where(static evacuee => evacuee.Gain > 0 && evacuee.VM.Devices.Count > 0).ToList();
        var travellers = asking.ConvertAll(
            evacuee => new Traveller(evacuee.VM, kindOf(evacuee.VM), destinations.From(evacuee.Host), evacuee.Gain));
        PlacementSearch.Place(travellers, [.. destinations.Pools.Select(static pool => pool.Devices.Count)]);

        // Those with the most requests choose first, so that they find one NUMA node.
        var choice = new DeviceChoice(destinations.Pools);
        foreach (var (evacuee, traveller) in asking.Zip(travellers, static (evacuee, traveller) => (evacuee, traveller))
            .Where(static pair => pair.traveller.Pools is not null)
            .OrderByDescending(static pair => pair.traveller.Pools!.Length))
        {
            evacuee.Destination = destinations.HostOf(traveller.Pools![0]);
            evacuee.Devices = choice.Take(traveller.Pools);
            arrivals.Add(evacuee.Destination);
        }

        PlaceOnDependents(state, asking, destinations, kindOf, arrivals);
        return travellers;
    }

    /// <summary>
    /// Sends machines with several requests to hosts with devices that depend on each other: the search counts one of those, and
    /// a machine may have them all. Only hosts that the search has sent nobody to are asked.
    /// </summary>
    private static void PlaceOnDependents(
        InventoryState state, List<Evacuee> asking, Destinations destinations, Func<VMRecord, MachineKind> kindOf,
        Arrivals arrivals)
    {
        var taken = new HashSet<string>(
            asking.Select(static evacuee => evacuee.Destination?.Id).OfType<string>(), StringComparer.Ordinal);
        var left = asking.Where(static evacuee => evacuee.Destination is null).ToList();
        foreach (var evacuee in left.Where(static evacuee => evacuee.VM.Devices.Count > 1)
            .OrderByDescending(static evacuee => evacuee.Gain))
        {
            foreach (var destination in destinations.From(evacuee.Host))
            {
                if (!destination.HasDependents || taken.Contains(destination.Host.Id)) continue;
                if (!kindOf(evacuee.VM).FitsOn(destination)) continue;
                if (Running(state, destination.Host, evacuee.VM) is not { } running) continue;
                evacuee.Destination = destination.Host;
                evacuee.Devices = [.. running.Devices.Select(static device => device.Device!.Value.Address)
                    .OrderBy(static address => address)];
                arrivals.Add(destination.Host);
                taken.Add(destination.Host.Id);
                break;
            }
        }
    }

    private static VMRecord? Running(InventoryState state, HostRecord host, VMRecord vm)
    {
        try
        {
            var running = Placement.Arrive(state, host, vm, null);
            return Placement.Doubt(state, host, running) is null ? running : null;
        }
        catch (PassthroughException)
        {
            return null;
        }
    }

    /// <summary>
    /// The place of an action in the order of steps. What blocks the plan is read first; live moves come first of what is done,
    /// and what stays down goes down last, so that it is down as shortly as can be.
    /// </summary>
    private static int Place(PlanAction action) => action switch
    {
        PlanAction.Blocked => 0,
        PlanAction.VMotion => 1,
        PlanAction.ColdMove => 2,
        PlanAction.Suspend => 3,
        PlanAction.PowerCycle => 4,
        PlanAction.PowerOff => 5,
        _ => 6,
    };
}
