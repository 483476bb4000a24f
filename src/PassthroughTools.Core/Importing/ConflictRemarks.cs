using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>
/// Says where another machine has the device of a machine, or one that it is bound up with: both are imported so, and one of them
/// can run (DeviceRequirements.Alone, DeviceRequirements.Adapters).
/// </summary>
internal static class ConflictRemarks
{
    // Far more than a host comes to; what a hostile input names beyond that costs nothing.
    private const long MostSteps = 20_000_000;

    /// <summary>Says so of the machines that the import touches, and of the devices of others that run.</summary>
    /// <param name="draft">The import.</param>
    /// <param name="after">The inventory as it leaves it.</param>
    /// <returns>Whether there was anything to say.</returns>
    public static bool Add(ImportDraft draft, InventoryState after)
    {
        bool any = false;
        var touched = new HashSet<string>(draft.VMs.Select(static vm => vm.Id), StringComparer.Ordinal);
        var running = draft.Hosts
            .Where(host => draft.Before.Hosts.Find(host.Id) is { } before && !ReferenceEquals(before.Devices, host.Devices))
            .SelectMany(host => after.VMsOn(host.Id))
            .Where(vm => vm.PowerState != VMPowerState.PoweredOff && !touched.Contains(vm.Id));
        foreach (var vms in draft.VMs.Concat(running).ToLookup(static vm => vm.HostId, StringComparer.Ordinal))
        {
            var host = after.Host(vms.Key);
            long steps = host.Devices.Count + after.VMsOn(host.Id).Sum(static vm => 1L + vm.AdvancedSettings.Count);
            if (steps * vms.Sum(static vm => vm.Devices.Count) > MostSteps) continue;
            foreach (var vm in vms)
            {
                if (!touched.Contains(vm.Id))
                {
                    any |= Contradicts(draft, after, host, vm);
                    continue;
                }

                foreach (var finding in Findings(after, host, vm).Where(static finding => finding.Verdict != Verdict.Pass))
                {
                    var what = $"{finding.Found}; {finding.Needed}";
                    if (finding.Verdict == Verdict.Fail && vm.PowerState != VMPowerState.PoweredOff) draft.Contradict(vm, what);
                    else draft.Remark(vm, what);
                    any = true;
                }
            }
        }

        return any;
    }

    /// <summary>Says so of the devices of a machine that runs and that the input does not have.</summary>
    private static bool Contradicts(ImportDraft draft, InventoryState after, HostRecord host, VMRecord vm)
    {
        bool any = false;
        foreach (var device in Devices(host, vm))
        {
            var place = new DeviceRef(host.Id, device.Address);
            if (DeviceRequirements.Alone(after, host, vm, device) is not { Verdict: Verdict.Fail } finding
                || draft.Contradictions.ContainsKey(place)) continue;
            draft.Contradict(place,
                $"VM '{vm.Name}' is {VMRequirements.Word(vm.PowerState)} and holds it: {finding.Found}; {finding.Needed}");
            any = true;
        }

        return any;
    }

    private static IEnumerable<PciDeviceRecord> Devices(HostRecord host, VMRecord vm) => vm.Devices
        .Select(attachment => attachment.Device is { } held && held.HostId == host.Id ? host.FindDevice(held.Address) : null)
        .OfType<PciDeviceRecord>();

    private static IEnumerable<Finding> Findings(InventoryState state, HostRecord host, VMRecord vm) => Devices(host, vm)
        .Select(device => DeviceRequirements.Alone(state, host, vm, device))
        .Concat(DeviceRequirements.Adapters(state, host, vm));
}
