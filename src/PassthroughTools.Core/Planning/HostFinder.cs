using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Planning;

/// <summary>Which hosts can take a virtual machine now, by the rules that starting it there, or moving it there, has.</summary>
internal static class HostFinder
{
    /// <summary>
    /// Every host of the inventory, those that fit first: those of whose devices all is known, then those where all devices are
    /// on one NUMA node, then those that strand the fewest devices, then those with the fewest machines.
    /// </summary>
    /// <exception cref="PassthroughException">TemplateNotSupported.</exception>
    public static IEnumerable<HostPlacement> Find(InventoryState state, VMRecord vm)
    {
        VMRequirements.NotTemplate(state, vm).Enforce();
        var view = state.View(vm);
        int rank = 0;
        return state.Hosts.Values.Select(host => Place(state, host, vm, view))
            .OrderByDescending(static placement => placement.Fits)
            .ThenBy(static placement => placement.Reason is not null)
            .ThenBy(static placement => placement.NumaNodes ?? int.MaxValue)
            .ThenBy(static placement => placement.LeftFree)
            .ThenBy(placement => placement.Fits ? state.VMsOn(placement.VMHost.Id).Count(other => other.Id != vm.Id) : 0)
            .ThenBy(static placement => placement.VMHost.Name, System.StringComparer.OrdinalIgnoreCase)
            .Select(placement => placement.Fits ? placement with { Rank = ++rank } : placement);
    }

    private static HostPlacement Place(InventoryState state, HostRecord host, VMRecord vm, VirtualMachineBase view)
    {
        VMRecord running;
        try
        {
            running = Running(state, host, vm);
        }
        catch (PassthroughException refusal)
        {
            return new HostPlacement { VM = view, VMHost = state.View(host), Fits = false, Reason = refusal.Message };
        }

        var held = running.Devices.Select(static device => device.Device?.Address).OfType<PciAddress>().ToList();
        var devices = held.Select(host.FindDevice).OfType<PciDeviceRecord>().ToList();
        var nodes = devices.Select(static device => device.NumaNode).Distinct().ToList();
        return new HostPlacement
        {
            VM = view,
            VMHost = state.View(host),
            Fits = true,
            Reason = Placement.Doubt(state, host, running)?.Found,
            Devices = [.. held],
            NumaNodes = (held.Count > 1 && nodes.Contains(null)) || devices.Count < running.Devices.Count ? null : nodes.Count,
            LeftFree = host.Devices.Count(device => !devices.Contains(device)
                && vm.Devices.Any(request => request.Technology != DirectPathTechnology.Fixed && request.Accepts(device)
                    && DeviceRequirements.IsAvailable(state, host, device, request.Technology, vm))),
        };
    }

    // On its own host a machine gets what is free beside what it holds: there too it would be started anew. One that runs, and
    // could not be, has what it holds.
    private static VMRecord Running(InventoryState state, HostRecord host, VMRecord vm)
    {
        if (host.Id != vm.HostId) return Placement.Arrive(state, host, vm, null);
        HostRequirements.InService(state, host).Enforce();
        DeviceRequirements.Adapters(state, host, vm).Enforce();
        try
        {
            return Placement.Start(state, host, vm.Released(), null);
        }
        catch (PassthroughException) when (vm.PowerState == VMPowerState.PoweredOn
            && vm.Devices.All(static device => device.Device is not null))
        {
            return vm;
        }
    }
}
