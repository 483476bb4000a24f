using PassthroughTools.Errors;
using PassthroughTools.Importing.Vmx;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>What no import may do, looked at when all files are merged.</summary>
internal sealed class ImportChecks
{
    private readonly ImportDraft draft;
    private readonly Dictionary<DeviceRef, List<VMRecord>> holders = [];
    private readonly HashSet<string> touched = new(StringComparer.Ordinal);

    private ImportChecks(ImportDraft draft) => this.draft = draft;

    /// <exception cref="PassthroughException">
    /// DeviceInUse: a device would have two owners that run; DeviceNotFound: a running machine or a device group has a device
    /// that its host, of which devices are known, lacks; DeviceOnOtherHost: a machine has one of another host; VMNotPoweredOff: a
    /// running machine would change.
    /// </exception>
    public static void Enforce(ImportDraft draft)
    {
        var checks = new ImportChecks(draft);
        foreach (var vm in draft.VMs) checks.RefuseChangeWhileRunning(vm);
        foreach (var vm in draft.VMs) checks.touched.Add(vm.Id);
        foreach (var vm in draft.VMs) checks.RefuseSecondOwner(vm);
        foreach (var vm in draft.VMs) checks.RefuseDevicesNotOnHost(vm);
        foreach (var host in draft.Hosts) checks.RefuseGroupsOfOtherDevices(host);
    }

    private void RefuseChangeWhileRunning(VMRecord vm)
    {
        if (draft.Before.VMs.Find(vm.Id) is not { } before || before.PowerState == VMPowerState.PoweredOff) return;
        if (before.HostId != vm.HostId && (vm.Devices.Count > 0 || before.Devices.Count > 0))
        {
            throw new PassthroughException(
                ErrorId.VMNotPoweredOff,
                $"VM '{before.Name}' {(before.PowerState == VMPowerState.Suspended ? "is suspended" : "runs")} on host "
                + $"'{HostName(before.HostId)}', "
                + $"and the file would move it to '{HostName(vm.HostId)}'. Power it off "
                + $"({draft.Before.Command(before, "Stop-VM")}) and import again, or leave the VM out.",
                draft.Before.View(before));
        }

        if (RecordDiff.Between(before, AsChangeableWhileRunning(before, vm)) is not { } difference) return;
        throw new PassthroughException(
            ErrorId.VMNotPoweredOff,
            $"VM '{before.Name}' on host '{HostName(vm.HostId)}' is {before.PowerState} and the input differs: {difference}. "
            + $"Power it off ({draft.Before.Command(before, "Stop-VM")}) and import again, or leave the VM out.",
            draft.Before.View(before));
    }

    /// <summary>
    /// The machine without what may differ while it runs: what SetAdvancedSetting and ChangeVM change then, its host where it has
    /// no devices, what was not known of it, and the guest's name in another spelling.
    /// </summary>
    private static VMRecord AsChangeableWhileRunning(VMRecord before, VMRecord vm) => vm with
    {
        Name = before.Name,
        HostId = vm.Devices.Count == 0 && before.Devices.Count == 0 ? before.HostId : vm.HostId,
        Notes = before.Notes,
        Details = before.Details,
        Guest = before.Guest,
        AdvancedSettings = before.AdvancedSettings,
        Uuid = before.Uuid is null ? null : vm.Uuid,
        InstanceUuid = before.InstanceUuid is null ? null : vm.InstanceUuid,
        GuestId = GuestIds.Of(before.GuestId) == vm.GuestId ? before.GuestId : vm.GuestId,
        Devices = [.. vm.Devices.Select(device =>
            before.Devices.FirstOrDefault(known => known.Key == device.Key) is { HasCard: false }
                ? device with { VendorId = default, DeviceId = default }
                : device)],
    };

    /// <summary>Several machines may be configured with one device, as clones are; at most one of them runs.</summary>
    private void RefuseSecondOwner(VMRecord vm)
    {
        foreach (var attachment in vm.Devices)
        {
            if (attachment.Device is not { } device) continue;
            var others = HoldersOf(device);
            if (others.Count > 0)
            {
                var owner = others[0];
                var name = $"{device.Address} of host '{HostName(device.HostId)}'";
                if (owner.Id == vm.Id || others[others.Count - 1].Id == vm.Id)
                {
                    throw new PassthroughException(
                        ErrorId.DeviceInUse,
                        $"VM '{vm.Name}' has device {name} twice. Remove one of the two from the input.",
                        Target(device));
                }

                if (owner.PowerState != VMPowerState.PoweredOff && vm.PowerState != VMPowerState.PoweredOff)
                {
                    throw new PassthroughException(
                        ErrorId.DeviceInUse,
                        $"Device {name}, which the input gives to VM '{vm.Name}', belongs to VM '{owner.Name}', "
                        + "and neither is powered off. "
                        + (!touched.Contains(owner.Id)
                            ? $"Power VM '{owner.Name}' off ({draft.Before.Command(owner, "Stop-VM")}), "
                                + $"or leave VM '{vm.Name}' out."
                            : "The input has both: leave one of them out, or correct the power state in its file."),
                        Target(device));
                }
            }

            others.Insert(vm.PowerState == VMPowerState.PoweredOff ? others.Count : 0, vm);
        }
    }

    private void RefuseDevicesNotOnHost(VMRecord vm)
    {
        foreach (var attachment in vm.Devices)
        {
            if (attachment.Device is not { } device) continue;
            if (device.HostId != vm.HostId)
            {
                throw new PassthroughException(
                    ErrorId.DeviceOnOtherHost,
                    $"VM '{vm.Name}' on host '{HostName(vm.HostId)}' has device {device.Address} of host "
                    + $"'{HostName(device.HostId)}'. Put both on one host in the input.",
                    Target(device));
            }

            if (vm.PowerState == VMPowerState.PoweredOff || draft.Host(device.HostId) is not { Devices.Count: > 0 } host
                || host.FindDevice(device.Address) is not null) continue;
            throw new PassthroughException(
                ErrorId.DeviceNotFound,
                $"VM '{vm.Name}' is {VMRequirements.Word(vm.PowerState)} with device {device.Address}, which host "
                + $"'{host.Name}' lacks. "
                + "Import what 'esxcli hardware pci list' prints on that host too, or correct the power state in the VM's file.",
                device.Address.ToString());
        }
    }

    /// <summary>A group that was known stays when a device of it is taken out of the host: it cannot be attached then.</summary>
    private void RefuseGroupsOfOtherDevices(HostRecord host)
    {
        var before = draft.Before.Hosts.Find(host.Id)?.DeviceGroups ?? [];
        foreach (var group in host.DeviceGroups)
        {
            if (before.Any(known => known.Name == group.Name && known.Members.SequenceEqual(group.Members))) continue;
            foreach (var address in group.Members)
            {
                if (host.FindDevice(address) is not null) continue;
                throw new PassthroughException(
                    ErrorId.DeviceNotFound,
                    $"Device group '{group.Name}' has device {address}, which host '{host.Name}' lacks. "
                    + "Import what 'esxcli hardware pci list' prints on that host too, or correct the group's members.",
                    address.ToString());
            }
        }
    }

    /// <summary>
    /// The machines that have a device, as far as they were looked at: one that is not powered off comes first.
    /// </summary>
    private List<VMRecord> HoldersOf(DeviceRef device)
    {
        if (holders.TryGetValue(device, out var known)) return known;
        var others = draft.Before.HoldersOf(device).Where(vm => !touched.Contains(vm.Id));
        return holders[device] = [.. others.OrderBy(static vm => vm.PowerState == VMPowerState.PoweredOff)];
    }

    private string HostName(string id) => draft.Host(id)?.Name ?? id;

    private object Target(DeviceRef device) => (object?)draft.Before.View(device) ?? device.Address.ToString();
}
