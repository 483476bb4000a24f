using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>
/// The devices of machines that run, or are suspended: what an input says of one that cannot be while the machine has it is not taken
/// over, nor is it removed, and the device's item says so.
/// </summary>
internal static class RunningDevices
{
    /// <summary>Puts back what contradicts.</summary>
    public static void Keep(ImportDraft draft)
    {
        foreach (var host in draft.Hosts.ToList())
        {
            if (draft.Before.Hosts.Find(host.Id) is not { } before) continue;
            var kept = host;
            var functions = UsedFunctions(draft.Before, host, before.Devices.Concat(host.Devices));
            foreach (var known in before.Devices.Concat(NotRecorded(draft.Before, before, host)))
            {
                var place = new DeviceRef(host.Id, known.Address);
                var given = host.FindDevice(known.Address);
                if (ReferenceEquals(known, given)) continue;
                var stays = given is null ? Vanished(draft, before, place, known) : Kept(draft, place, known, given, functions);
                if (stays is not null) kept = kept.WithDevice(stays);
            }

            if (!ReferenceEquals(kept, host)) draft.Put(kept);
        }
    }

    /// <summary>A machine that the input shows running is the owner of its devices: that one is not known is past.</summary>
    public static void Settle(ImportDraft draft)
    {
        foreach (var vm in draft.VMs.Where(static vm => vm.PowerState != VMPowerState.PoweredOff))
        {
            foreach (var held in vm.Devices.Select(static attachment => attachment.Device).OfType<DeviceRef>())
            {
                if (draft.Host(held.HostId) is { } host && host.FindDevice(held.Address) is { OwnerUnknown: true } device)
                    draft.Put(host.WithDevice(device with { OwnerUnknown = false }));
            }
        }
    }

    /// <summary>
    /// What is known of the devices that were not recorded: that a machine runs with one, and which card that machine has.
    /// </summary>
    private static IEnumerable<PciDeviceRecord> NotRecorded(InventoryState state, HostRecord before, HostRecord host)
    {
        // Of a host without any device nobody has told them.
        if (host.Devices.Count == 0) yield break;
        var held = new SortedDictionary<PciAddress, AttachmentRecord>();
        foreach (var attachment in state.VMsOn(host.Id).Where(static vm => vm.PowerState != VMPowerState.PoweredOff).SelectMany(static vm => vm.Devices))
        {
            if (attachment.Device is { } place && place.HostId == host.Id && before.FindDevice(place.Address) is null) held[place.Address] = attachment;
        }

        foreach (var given in host.Devices.Where(given => before.FindDevice(given.Address) is null))
        {
            var attachment = held.TryGetValue(given.Address, out var one) ? one : null;
            bool isCapable = given.PassthroughCapable || attachment is not null;
            if (attachment is null || given.VendorId == default || attachment.IsCard(given))
            {
                held.Remove(given.Address);
                yield return given with { PassthroughCapable = isCapable, Mode = DeviceMode.Unknown, ActiveMode = DeviceMode.Unknown };
            }
        }

        foreach (var (address, attachment) in held.Select(static one => (one.Key, one.Value)))
        {
            yield return new PciDeviceRecord
            {
                Address = address,
                VendorId = attachment.VendorId,
                DeviceId = attachment.DeviceId,
                PassthroughCapable = true,
                Mode = DeviceMode.Unknown,
                ActiveMode = DeviceMode.Unknown,
            };
        }
    }

    /// <summary>
    /// A device that the input no longer has, as it stays recorded; null where no machine runs with it, of which it is said then
    /// that it does not start without.
    /// </summary>
    private static PciDeviceRecord? Vanished(ImportDraft draft, HostRecord before, DeviceRef place, PciDeviceRecord known)
    {
        if (Running(draft.Before, place) is { } vm)
        {
            var recorded = before.FindDevice(known.Address) is null
                ? "not among the host's devices that are imported; it is recorded"
                : "no longer in the host's list; it stays recorded";
            draft.Contradict(
                place,
                $"{recorded}, since VM '{vm.Name}' is {VMRequirements.Word(vm.PowerState)} and holds it. "
                + $"Where it is gone, run {DeviceRequirements.Detach(draft.Before, vm, known.Address)} and import again");
            return known;
        }

        if (draft.Before.HoldersOf(place).Any(holder => draft.VM(holder.Id)!.Devices.Any(one => one.Device == place)))
        {
            var owners = DeviceRequirements.Owners(draft.Before, before, known, null);
            draft.Remark(
                place,
                $"it belongs to {owners} and will not power on without it. "
                + $"To detach it: {DeviceRequirements.DetachAll(draft.Before, before, known)}");
        }

        return null;
    }

    /// <summary>The device as it stays; null where nothing contradicts.</summary>
    private static PciDeviceRecord? Kept(
        ImportDraft draft, DeviceRef place, PciDeviceRecord known, PciDeviceRecord given, Dictionary<PciAddress, (VMRecord VM, PciAddress Function)> functions)
    {
        if (Running(draft.Before, place) is { } vm)
        {
            var technology = vm.Devices.First(attachment => attachment.Device == place).Technology;
            if (Differs(known.VendorId, given.VendorId) || Differs(known.DeviceId, given.DeviceId))
                return Said(known, $"{new AllowedDevice(given.VendorId, given.DeviceId)} in its place", vm, known.Address);
            if (known.PassthroughCapable && !given.PassthroughCapable)
                return Said(known, $"{nameof(known.PassthroughCapable)} True -> False", vm, known.Address);
            bool fits = given.ActiveMode == DeviceMode.Unknown || given.ActiveMode == known.ActiveMode
                || given.ActiveMode == DeviceRequirements.ModeFor(technology);
            if (!fits) return Said(given with { Mode = known.Mode, ActiveMode = known.ActiveMode }, Modes(), vm, known.Address);
            if (known.PassthroughEnabled != false && given.PassthroughEnabled == false)
                draft.Contradict(place, $"VM '{vm.Name}' is {VMRequirements.Word(vm.PowerState)} and holds it; after a restart of the host it can no longer start with it");
            return null;
        }

        if (given.PassthroughActive != true || known.PassthroughActive == true) return null;
        return functions.TryGetValue(known.Address, out var used)
            ? Said(given with { Mode = known.Mode, ActiveMode = known.ActiveMode }, Modes(), used.VM, used.Function)
            : null;

        string Modes() => given.Mode == known.Mode
            ? $"ActiveMode {known.ActiveMode} -> {given.ActiveMode}"
            : $"Mode {known.Mode} -> {given.Mode}, ActiveMode {known.ActiveMode} -> {given.ActiveMode}";

        PciDeviceRecord Said(PciDeviceRecord device, string what, VMRecord holder, PciAddress held)
        {
            draft.Contradict(place, $"not taken over: {what}, since VM '{holder.Name}' is {VMRequirements.Word(holder.PowerState)} and holds {held}. "
                + $"Where it is not, run {draft.Before.Command(holder, "Stop-VM")} and import again");
            return device;
        }
    }

    /// <summary>The physical functions of which a machine that runs has a virtual one.</summary>
    private static Dictionary<PciAddress, (VMRecord VM, PciAddress Function)> UsedFunctions(
        InventoryState state, HostRecord host, IEnumerable<PciDeviceRecord> devices)
    {
        var used = new Dictionary<PciAddress, (VMRecord VM, PciAddress Function)>();
        foreach (var device in devices)
        {
            foreach (var (user, _) in SriovAdapter.Users(state, host, device))
            {
                if (user.PowerState != VMPowerState.PoweredOff) used[device.Address] = (user, device.Address);
            }

            if (device.ParentAddress is { } parent && Running(state, new DeviceRef(host.Id, device.Address)) is { } vm) used[parent] = (vm, device.Address);
        }

        return used;
    }

    private static bool Differs(PciId known, PciId given) => known != default && known != given;

    private static VMRecord? Running(InventoryState state, DeviceRef device) =>
        state.OwnerOf(device) is { PowerState: not VMPowerState.PoweredOff } vm ? vm : null;
}
