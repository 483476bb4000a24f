using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Planning;
using PassthroughTools.State;

namespace PassthroughTools.Core.Tests.Planning;

/// <summary>
/// The best plan by trying all: for each running machine every action with every destination and every set of devices there that
/// the operations themselves accept on the inventory as it is. A device of which something is not known is no plan's.
/// </summary>
internal static class BruteForce
{
    /// <summary>How many machines are blocked, down, power cycled and suspended in the best plan.</summary>
    public static (int Blocked, int Down, int Cycled, int Suspended) Best(RandomWindow window)
    {
        var options = window.HostIds.SelectMany(id => window.State.VMsOn(id))
            .Where(static vm => !vm.IsTemplate && vm.PowerState == VMPowerState.PoweredOn)
            .Select(vm => Of(window, vm)).ToList();
        var best = (Blocked: int.MaxValue, Down: 0, Cycled: 0, Suspended: 0);
        Try(0, (0, 0, 0, 0), []);
        return best;

        void Try(int machine, (int Blocked, int Down, int Cycled, int Suspended) cost, HashSet<DeviceRef> taken)
        {
            if (cost.CompareTo(best) >= 0) return;
            if (machine == options.Count)
            {
                best = cost;
                return;
            }

            foreach (var (action, devices) in options[machine])
            {
                if (devices.Any(taken.Contains)) continue;
                foreach (var device in devices) taken.Add(device);
                Try(machine + 1, Add(cost, action), taken);
                foreach (var device in devices) taken.Remove(device);
            }
        }
    }

    private static (int, int, int, int) Add((int Blocked, int Down, int Cycled, int Suspended) cost, PlanAction action)
    {
        if (action == PlanAction.Blocked) cost.Blocked++;
        if (action == PlanAction.PowerOff) cost.Down++;
        if (action == PlanAction.PowerCycle) cost.Cycled++;
        if (action == PlanAction.Suspend) cost.Suspended++;
        return cost;
    }

    private static List<(PlanAction Action, DeviceRef[] Devices)> Of(RandomWindow window, VMRecord vm)
    {
        var state = window.State;
        bool mayPowerOff = window.Options.MayPowerOff?.Contains(vm.Id, StringComparer.Ordinal) ?? true;
        var found = new List<(PlanAction, DeviceRef[])>();
        var destinations = state.Hosts.Values.Where(
            host => host.ClusterId is not null && host.ClusterId == state.Hosts.Find(vm.HostId)!.ClusterId
            && host.ConnectionState == VMHostState.Connected && !window.HostIds.Contains(host.Id, StringComparer.Ordinal))
            .ToList();
        if (MayBe(PlanAction.VMotion))
        {
            found.AddRange(Places(destinations, vm, (host, devices) =>
                Decided(state, new MoveVM { VMId = vm.Id, VMHostId = host, Devices = devices }) is not null)
                .Select(static devices => (PlanAction.VMotion, devices)));
        }

        if (MayBe(PlanAction.Suspend) && Decided(state, new SuspendVM { VMId = vm.Id }) is not null)
            found.Add((PlanAction.Suspend, []));
        if (mayPowerOff && MayBe(PlanAction.PowerCycle))
        {
            var off = Decided(state, new PowerOffVM { VMId = vm.Id })!;
            found.AddRange(Places(destinations, vm, (host, devices) =>
                Decided(off, new MoveVM { VMId = vm.Id, VMHostId = host }) is { } there
                    && Decided(there, new PowerOnVM { VMId = vm.Id, Devices = devices }) is not null)
                .Select(static devices => (PlanAction.PowerCycle, devices)));
        }

        if (mayPowerOff && MayBe(PlanAction.PowerOff)) found.Add((PlanAction.PowerOff, []));
        found.Add((PlanAction.Blocked, []));
        return found;

        bool MayBe(PlanAction action) => !window.Options.Overrides.TryGetValue(vm.Id, out var asked) || asked == action;
    }

    private static IEnumerable<DeviceRef[]> Places(List<HostRecord> destinations, VMRecord vm,
        Func<string, PciAddress[], bool> isAccepted) =>
        from host in destinations
        from devices in Sets(
            host.Devices.Where(device => device.RebootPending is not null && vm.Devices.Any(request => request.Accepts(device)))
                .Select(static device => device.Address).ToArray(), vm.Devices.Count)
        where isAccepted(host.Id, devices)
        select devices.Select(address => new DeviceRef(host.Id, address)).ToArray();

    private static IEnumerable<PciAddress[]> Sets(PciAddress[] of, int size)
    {
        if (size == 0) return [[]];
        return of.SelectMany((first, index) => Sets(of[(index + 1)..], size - 1).Select(rest => (PciAddress[])[first, .. rest]));
    }

    private static InventoryState? Decided(InventoryState state, Operation operation)
    {
        try
        {
            return state.Apply(state.Revision, operation.Decide(state).Changes);
        }
        catch (PassthroughException)
        {
            return null;
        }
    }
}
