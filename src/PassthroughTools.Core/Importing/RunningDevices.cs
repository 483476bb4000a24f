using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>
/// The devices of machines that run, or are suspended: what an input says of one that cannot be while the machine has it is not
/// taken over, nor is it removed, and the device's item says so.
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
                var stays = given is null
                    ? Vanished(draft, before, place, known, functions)
                    : Kept(draft, place, known, given, functions);
                if (stays is not null) kept = kept.WithDevice(stays);
            }

            if (!ReferenceEquals(kept, host)) draft.Put(kept);
        }
    }

    /// <summary>
    /// A machine that the input shows running is the owner of its devices: that one is not known is past, and a mode in which it
    /// cannot run with one is not known.
    /// </summary>
    public static void Settle(ImportDraft draft)
    {
        foreach (var vm in draft.VMs.Where(static vm => vm.PowerState != VMPowerState.PoweredOff))
        {
            foreach (var attachment in vm.Devices)
            {
                if (attachment.Device is not { } held || held.HostId != vm.HostId || draft.Host(held.HostId) is not { } host)
                    continue;
                if (host.FindDevice(held.Address) is not { } device) continue;
                var settled = device.OwnerUnknown ? device with { OwnerUnknown = false } : device;
                bool isOfHost = device.ActiveMode != DeviceMode.Unknown
                    && device.ActiveMode != DeviceRequirements.ModeFor(attachment.Technology);
                if (isOfHost || !device.PassthroughCapable)
                {
                    settled = settled with
                    {
                        PassthroughCapable = true,
                        Mode = isOfHost ? DeviceMode.Unknown : device.Mode,
                        ActiveMode = isOfHost ? DeviceMode.Unknown : device.ActiveMode,
                    };
                    draft.Contradict(
                        held,
                        $"not taken "
                        + $"over: {(device.PassthroughCapable ? $"mode {device.ActiveMode}" : "that it is not passthrough capable")}, "
                        + $"since VM '{vm.Name}' is {VMRequirements.Word(vm.PowerState)} with it in the input. Correct the "
                        + "device or the power state there");
                }

                if (!ReferenceEquals(settled, device)) draft.Put(host.WithDevice(settled));
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
        foreach (var attachment in state.VMsOn(host.Id).Where(static vm => vm.PowerState != VMPowerState.PoweredOff)
            .SelectMany(static vm => vm.Devices))
        {
            if (attachment.Device is { } place && place.HostId == host.Id && before.FindDevice(place.Address) is null)
                held[place.Address] = attachment;
        }

        foreach (var given in host.Devices.Where(given => before.FindDevice(given.Address) is null))
        {
            var attachment = held.TryGetValue(given.Address, out var one) ? one : null;
            bool isCapable = given.PassthroughCapable || attachment is not null;
            if (attachment is null || given.VendorId == default || attachment.IsCard(given))
            {
                held.Remove(given.Address);
                yield return given with { PassthroughCapable = isCapable, Mode = DeviceMode.Unknown,
                    ActiveMode = DeviceMode.Unknown };
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
    private static PciDeviceRecord? Vanished(
        ImportDraft draft, HostRecord before, DeviceRef place, PciDeviceRecord known,
        Dictionary<PciAddress, FunctionUse> functions)
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

        if (functions.TryGetValue(known.Address, out var used))
        {
            draft.Contradict(place,
                $"no longer in the host's list; it stays recorded, {used.Since}. Where it is "
                + $"gone, {StopAndImport(draft, used.VM)}");
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
        ImportDraft draft, DeviceRef place, PciDeviceRecord known, PciDeviceRecord given,
        Dictionary<PciAddress, FunctionUse> functions)
    {
        if (Running(draft.Before, place) is { } vm)
        {
            var technology = vm.Devices.First(attachment => attachment.Device == place).Technology;
            var holds = new FunctionUse(vm, $"holds {known.Address}");
            if (IsOtherCard(known, given)) return Said(known, InItsPlace(), holds);
            if (known.PassthroughCapable && !given.PassthroughCapable)
                return Said(known, $"{nameof(known.PassthroughCapable)} True -> False", holds);
            bool fits = given.ActiveMode == DeviceMode.Unknown || given.ActiveMode == known.ActiveMode
                || given.ActiveMode == DeviceRequirements.ModeFor(technology);
            if (!fits) return Said(given with { Mode = known.Mode, ActiveMode = known.ActiveMode }, Modes(), holds);
            if (known.PassthroughEnabled != false && given.PassthroughEnabled == false)
                draft.Contradict(place,
                    $"VM '{vm.Name}' is {VMRequirements.Word(vm.PowerState)} and holds it; after a restart of the host it can "
                    + "no longer start with it");
            return null;
        }

        if (!functions.TryGetValue(known.Address, out var used)) return null;
        if (IsOtherCard(known, given)) return Said(known, InItsPlace(), used);
        return given.PassthroughActive == true && known.PassthroughActive != true
            ? Said(given with { Mode = known.Mode, ActiveMode = known.ActiveMode }, Modes(), used)
            : null;

        string InItsPlace() => $"{new AllowedDevice(given.VendorId, given.DeviceId)} in its place";

        string Modes() => given.Mode == known.Mode
            ? $"ActiveMode {known.ActiveMode} -> {given.ActiveMode}"
            : $"Mode {known.Mode} -> {given.Mode}, ActiveMode {known.ActiveMode} -> {given.ActiveMode}";

        PciDeviceRecord Said(PciDeviceRecord device, string what, FunctionUse use)
        {
            draft.Contradict(place, $"not taken over: {what}, {use.Since}. Where it is not, {StopAndImport(draft, use.VM)}");
            return device;
        }
    }

    private static string StopAndImport(ImportDraft draft, VMRecord vm) =>
        $"run {draft.Before.Command(vm, "Stop-VM")} and import again";

    /// <summary>
    /// The devices that a machine which runs uses without holding them: by a virtual function, or by a network adapter.
    /// </summary>
    private static Dictionary<PciAddress, FunctionUse> UsedFunctions(
        InventoryState state, HostRecord host, IEnumerable<PciDeviceRecord> devices)
    {
        var used = new Dictionary<PciAddress, FunctionUse>();
        foreach (var device in devices)
        {
            foreach (var (user, adapter) in SriovAdapter.Users(state, host, device))
            {
                if (user.PowerState != VMPowerState.PoweredOff)
                    used[device.Address] = new FunctionUse(user,
                        $"has an SR-IOV network adapter ({adapter.Key}) on {device.Address}");
            }

            if (device.ParentAddress is { } parent && Running(state, new DeviceRef(host.Id, device.Address)) is { } vm)
                used[parent] = new FunctionUse(vm, $"holds {device.Address}");
        }

        return used;
    }

    private static bool IsOtherCard(PciDeviceRecord known, PciDeviceRecord given) =>
        Differs(known.VendorId, given.VendorId) || Differs(known.DeviceId, given.DeviceId);

    private static bool Differs(PciId known, PciId given) => known != default && known != given;

    private static VMRecord? Running(InventoryState state, DeviceRef device) =>
        state.OwnerOf(device) is { PowerState: not VMPowerState.PoweredOff } vm ? vm : null;

    /// <summary>How a machine that runs uses a device.</summary>
    /// <param name="VM">The machine.</param>
    /// <param name="How">What it does with it.</param>
    private sealed record FunctionUse(VMRecord VM, string How)
    {
        /// <summary>That it does, as a clause.</summary>
        public string Since => $"since VM '{VM.Name}' is {VMRequirements.Word(VM.PowerState)} and {How}";
    }
}
