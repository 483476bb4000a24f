using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Operations.Requirements;

/// <summary>What a host's device must be to be passed through.</summary>
internal static class DeviceRequirements
{
    /// <summary>
    /// A device that a virtual machine holds is on the machine's host. Source: vcf-2026 in the catalog (selected by host and PCI
    /// address).
    /// </summary>
    public static Finding OnHost(InventoryState state, HostRecord host, VMRecord vm, DeviceRef held)
    {
        bool isElsewhere = held.HostId != host.Id;
        bool isThere = !isElsewhere && host.FindDevice(held.Address) is not null;

        // Every host has PCI devices: one without any is one of which nobody has told them.
        bool isUnknown = !isElsewhere && host.Devices.Count == 0;
        return new Finding
        {
            Requirement = "DeviceOnHost",
            Id = isElsewhere ? ErrorId.DeviceOnOtherHost : ErrorId.DeviceNotFound,
            Verdict = isThere ? Verdict.Pass : isUnknown ? Verdict.Unknown : Verdict.Fail,
            Target = isElsewhere || isUnknown || isThere ? state.View(vm) : held.Address.ToString(),
            Found = isElsewhere ? $"VM '{vm.Name}' has device {held.Address} of host '{state.Host(held.HostId).Name}' and is on "
                + $"host '{host.Name}'"
                : isThere ? $"VM '{vm.Name}' and its device {held.Address} are on host '{host.Name}'"
                : isUnknown ? $"It is not known whether host '{host.Name}' has "
                    + $"device {held.Address}: none of its devices is recorded"
                : $"Host '{host.Name}' has no device {held.Address}",
            Needed = $"device {held.Address} is used on its own host",
            SaysNeed = true,
            Remedy = isElsewhere ? $"Detach the device ({Detach(state, vm, held.Address)}) and attach one of this host."
                : isUnknown ? TellDevices(host)
                : $"See what there is: Get-VMHostPciDevice -VMHost {host.Name.Quoted()}",
            Command = isElsewhere || isThere || isUnknown ? null : Detach(state, vm, held.Address),
            Shows = Choose(host),
            Sources = ["vcf-2026"],
        };
    }

    /// <summary>A device that is to be attached is on the machine's host. Source: vcf-2026 in the catalog.</summary>
    public static Finding OnHostOf(InventoryState state, HostRecord host, PciDeviceRecord device, VMRecord vm)
    {
        bool isThere = vm.HostId == host.Id;
        var own = state.Host(vm.HostId);
        var move = new MoveVM { VMId = vm.Id, VMHostId = host.Id };
        return new Finding
        {
            Requirement = "DeviceOnHost",
            Id = ErrorId.DeviceOnOtherHost,
            Verdict = isThere ? Verdict.Pass : Verdict.Fail,
            Target = View(state, host, device),
            Found = isThere ? $"Device {Label(host, device)} is on the host of VM '{vm.Name}'"
                : $"Device {Label(host, device)} cannot be attached to VM '{vm.Name}', which is on host '{own.Name}'",
            Needed = "a VM has devices of its own host",
            SaysNeed = true,
            Remedy = $"Choose a device of that host: {Choose(own)}",
            Command = isThere || move.RefusalIn(state) is not null ? null
                : state.Command(vm, "Move-VM", $"-Destination {host.Name.Quoted()}"),
            Shows = Choose(own),
            Sources = ["vcf-2026"],
        };
    }

    /// <summary>
    /// The host can pass the device through. Source: vim9.1 in the catalog (HostPciPassthruInfo.passthruCapable).
    /// </summary>
    public static Finding Capable(InventoryState state, HostRecord host, PciDeviceRecord device) => new()
    {
        Requirement = "PassthroughCapable",
        Id = ErrorId.DeviceNotPassthroughCapable,
        Verdict = device.PassthroughCapable ? Verdict.Pass : Verdict.Fail,
        Target = View(state, host, device),
        Found = $"Device {Label(host, device)} is {(device.PassthroughCapable ? "" : "not ")}passthrough capable",
        Needed = "only devices that the host can pass through can be used",
        Remedy = $"Choose another device: {Choose(host)}",
        Shows = Choose(host),
        Sources = ["vim9.1"],
    };

    /// <summary>
    /// The device is configured for the mode that the technology needs. Sources: vdga, kb309986, vim9.1 in the catalog.
    /// </summary>
    public static Finding Enabled(InventoryState state, HostRecord host, PciDeviceRecord device, DirectPathTechnology technology)
    {
        var needed = ModeFor(technology);
        bool isKnown = device.Mode != DeviceMode.Unknown;
        bool isOffered = DeviceModes.Configurable(state.Catalog, host, device).Contains(needed);
        return new Finding
        {
            Requirement = "PassthroughEnabled",
            Id = ErrorId.DeviceNotEnabled,
            Verdict = device.Mode == needed ? Verdict.Pass : isKnown ? Verdict.Fail : Verdict.Unknown,
            Target = View(state, host, device),
            Found = isKnown ? $"Device {Label(host, device)} is in mode {device.Mode}"
                : $"It is not known in which mode device {Label(host, device)} is",
            Needed = $"{technology} DirectPath needs mode {needed}",
            Remedy = !isKnown ? TellDevices(host)
                : isOffered ? $"Run: {SetMode(host, device, needed)}"
                : $"Choose another device: {Choose(host)}",
            Command = isKnown && device.Mode != needed && IsChangeable(state, host, device) && isOffered
                ? SetModeSoonest(host, device, needed)
                : null,
            Shows = Choose(host),
            Sources = ["vdga", "kb309986", "vim9.1"],
        };
    }

    /// <summary>The configured mode is in effect. Sources: vdga, kb309986, vim9.1 in the catalog.</summary>
    public static Finding Active(InventoryState state, HostRecord host, PciDeviceRecord device) => new()
    {
        Requirement = "PassthroughActive",
        Id = ErrorId.RebootPending,
        Verdict = device.RebootPending switch { true => Verdict.Fail, false => Verdict.Pass, null => Verdict.Unknown },
        Target = View(state, host, device),
        Found = device.RebootPending switch
        {
            true =>
                $"Device {Label(host, device)} is configured for mode {device.Mode} and still runs in mode {device.ActiveMode}",
            false => $"Device {Label(host, device)} runs in mode {device.ActiveMode}, as configured",
            null => $"It is not known whether device {Label(host, device)} runs in the mode that is configured",
        },
        Needed = "the mode takes effect when the host has restarted",
        Remedy = device.RebootPending is null ? TellDevices(host) : Restart(state, host),
        Command = device.RebootPending != true ? null
            : host.RebindWithoutReboot && IsChangeable(state, host, device) ? SetModeSoonest(host, device, device.Mode)
            : RestartCommand(state, host),
        Shows = device.RebootPending is null ? null : $"New-PassthroughMaintenancePlan -VMHost {host.Name.Quoted()}",
        Sources = ["vdga", "kb309986", "vim9.1"],
    };

    /// <summary>
    /// The card at the address is the one that the virtual machine is configured with. Source: vim9.1 in the catalog
    /// (VirtualPCIPassthroughDeviceBackingInfo.vendorId, deviceId).
    /// </summary>
    public static Finding SameCard(InventoryState state, HostRecord host, VMRecord vm, AttachmentRecord attachment,
        PciDeviceRecord device)
    {
        bool isKnown = device.VendorId != default;
        return new Finding
        {
            Requirement = "SameCard",
            Id = ErrorId.DeviceMismatch,
            Verdict = !isKnown ? Verdict.Unknown : attachment.IsCard(device) ? Verdict.Pass : Verdict.Fail,
            Target = state.View(vm),
            Found = $"VM '{vm.Name}' is configured with {attachment.CardText} at {device.Address}, and host '{host.Name}' has "
                + (isKnown ? $"{device.CardText} there" : "a device there whose vendor and model are not known"),
            Needed = "a VM is powered on only with the card that it is configured with",
            Remedy = isKnown
                ? $"Put the card back, or detach the device and attach the card that is there "
                    + $"now: {Detach(state, vm, device.Address)}"
                : TellDevices(host),
            Command = isKnown ? Detach(state, vm, device.Address) : null,
            Sources = ["vim9.1"],
        };
    }

    /// <summary>
    /// No virtual machine holds the device, nor another function of it, nor, if it is another machine, a device that depends on
    /// it. Sources: vcf-2026, vim9.1 in the catalog.
    /// </summary>
    /// <param name="state">The inventory.</param>
    /// <param name="host">The device's host.</param>
    /// <param name="device">The device.</param>
    /// <param name="vm">The machine that is to have it; null for any.</param>
    public static Finding Free(InventoryState state, HostRecord host, PciDeviceRecord device, VMRecord? vm)
    {
        if (DeviceConflict.Of(state, host, device, vm) is not { } conflict)
            return NotInUse(state, host, device, $"Device {Label(host, device)} is free");
        var finding = InUse(state, host, device, conflict, FreeOf(state, host, conflict, vm));

        // The machine that holds the other one can have it.
        return vm is null && conflict.Kind == DeviceConflictKind.DependentHeld ? finding.AsWarning() : finding;
    }

    /// <summary>
    /// Whether a device can be given to a request of a technology now: <see cref="Capable"/>, <see cref="Enabled"/>,
    /// <see cref="Active"/> and <see cref="Free"/> without their words, which cost far more than the rules where many are asked.
    /// One that something unknown uses is not free.
    /// </summary>
    public static Verdict Availability(
        InventoryState state, HostRecord host, PciDeviceRecord device, DirectPathTechnology technology, VMRecord? vm)
    {
        bool fits = device.PassthroughCapable && device.RebootPending != true
            && (device.Mode == DeviceMode.Unknown || device.Mode == ModeFor(technology));
        if (!fits) return Verdict.Fail;
        var vacancy = Vacancy(state, host, device, vm);
        return vacancy == Verdict.Pass && device.RebootPending is null ? Verdict.Unknown : vacancy;
    }

    /// <summary>
    /// Whether nothing has a device, nor what it is bound up with: <see cref="Free"/> without its words. One that something
    /// unknown uses is not free.
    /// </summary>
    public static Verdict Vacancy(InventoryState state, HostRecord host, PciDeviceRecord device, VMRecord? vm) =>
        DeviceConflict.Of(state, host, device, vm) switch
        {
            null => Verdict.Pass,
            { IsUncertain: false } or { Kind: DeviceConflictKind.HeldByUnknown } => Verdict.Fail,
            _ => Verdict.Unknown,
        };

    /// <summary>Whether it is known that it can.</summary>
    public static bool IsAvailable(InventoryState state, HostRecord host, PciDeviceRecord device, DirectPathTechnology technology,
        VMRecord? vm) =>
        Availability(state, host, device, technology, vm) == Verdict.Pass;

    /// <summary>
    /// A machine's device, and what it is bound up with, is in nobody else's use. A machine that is powered off keeps nobody from
    /// starting with its device or one that depends on it: of the two, the second to start is refused.
    /// </summary>
    public static Finding Alone(InventoryState state, HostRecord host, VMRecord vm, PciDeviceRecord device)
    {
        if (DeviceConflict.OfUse(state, host, device, vm) is not { } conflict)
            return NotInUse(state, host, device, $"Device {Label(host, device)} is its VM's alone");

        // Starting waits for the one that runs, and takes no device from either.
        var finding = InUse(
            state, host, device, conflict,
            conflict is { IsOwn: false, Holder: { PowerState: not VMPowerState.PoweredOff } user }
                ? state.Command(user, "Stop-VM")
                : FreeOf(state, host, conflict, vm));
        if (conflict.Kind == DeviceConflictKind.Held)
        {
            finding = finding with
            {
                Found = $"Device {Label(host, device)} also belongs to {Owners(state, host, device, vm)}",
                Needed = "of several VMs that are configured with one device, one can run",
                Remedy = conflict.IsOfPoweredOff
                    ? "Have one of them run at a time."
                    : $"Power that one off first: {finding.Command}",
                Command = conflict.IsOfPoweredOff ? null : finding.Command,
                Shows = null,
            };
        }

        return conflict.IsOfPoweredOff ? finding.AsWarning() : finding;
    }

    /// <summary>
    /// A virtual function of a physical function that a virtual machine holds, as a failure; null where there is none.
    /// </summary>
    public static Finding? UsedFunction(InventoryState state, HostRecord host, PciDeviceRecord device) =>
        DeviceConflict.UsedFunction(state, host, device) is { } conflict
            ? InUse(state, host, device, conflict, FreeOf(state, host, conflict, null))
            : null;

    /// <summary>
    /// What a machine's SR-IOV network adapters use is neither passed through nor another machine's; nothing where all is well.
    /// </summary>
    public static IEnumerable<Finding> Adapters(InventoryState state, HostRecord host, VMRecord vm)
    {
        foreach (var (adapter, device) in SriovAdapter.PhysicalFunctions(host, vm))
        {
            var holder = state.OwnerOf(new DeviceRef(host.Id, device.Address)) is { } owner && owner.Id != vm.Id ? owner : null;
            bool? isPassedThrough = device.IsPassedThrough;
            if (holder is null && isPassedThrough == false) continue;
            bool isKnown = holder is not null || isPassedThrough == true;
            var detach = holder is null ? null : DetachAll(state, host, device);
            var finding = InUse(
                state, host, device,
                $"{HasAdapter(vm, "", adapter)} {Label(host, device)}, which "
                    + (!isKnown ? "may be passed through: its mode is not known" : holder is null ? "is passed through"
                        : Has(holder)),
                "an SR-IOV network adapter works only while its physical function is the host's",
                detach is not null ? $"Free it first: {detach}"
                    : !isKnown ? TellDevices(host)
                    : device.PassthroughEnabled == true ? $"Give the device back to the "
                        + $"host: {SetMode(host, device, DeviceMode.Host)}"
                    : Restart(state, host),
                !isKnown ? null : detach ?? HostsAgain(state, host, device)) with { Requirement = "SriovAdapter" };
            yield return !isKnown ? finding with { Verdict = Verdict.Unknown }
                : isPassedThrough == true || holder!.PowerState != VMPowerState.PoweredOff ? finding : finding.AsWarning();
        }
    }

    /// <summary>
    /// A device that is reset together with this one is passed through too, as far as the record tells: a warning for one that is
    /// the host's; null where there is none. A bridge is reset, and is no such device. Source: vim9.1 in the catalog
    /// (HostPciPassthruInfo.dependentDevice).
    /// </summary>
    public static Finding? SharedWithHost(InventoryState state, HostRecord host, PciDeviceRecord device)
    {
        if (host.Devices.FirstOrDefault(other => device.DependsWith(other) && IsOfHost(other)) is not { } shared) return null;
        var name = shared.Name is null ? "" : $" ({shared.Name})";
        var choose = $"choose another device: {Choose(host)}";
        var mode = SetMode(host, shared, DeviceMode.DirectPath);
        bool isCapable = shared.PassthroughCapable
            && DeviceModes.Configurable(state.Catalog, host, shared).Contains(DeviceMode.DirectPath);
        return new Finding
        {
            Requirement = "ResetApart",
            Id = null,
            Verdict = Verdict.Warning,
            Target = View(state, host, device),
            Found = $"Device {Label(host, device)} and {shared.Address}{name} {Dependence(device, shared)}, "
                + (shared is { PassthroughCapable: true,
                    IsPassedThrough: null } ? $"and the mode of {shared.Address} is not known"
                    : $"and {shared.Address} is " + (shared.PassthroughCapable ? "in mode Host" : "not passthrough capable")),
            Needed = "devices that depend on each other are reset together, also while the host uses one of them",
            Remedy = isCapable ? $"Pass it through too, or {choose}. To pass it through: {mode}"
                : $"See that the host does not use {shared.Address}, or {choose}",
            Command = null,
            Shows = Choose(host),
            Sources = ["vim9.1"],
        };
    }

    /// <summary>The host's mode that a technology needs.</summary>
    public static DeviceMode ModeFor(DirectPathTechnology technology) =>
        technology == DirectPathTechnology.Enhanced ? DeviceMode.EnhancedDirectPath : DeviceMode.DirectPath;

    /// <summary>The device in a message: address, name, host.</summary>
    public static string Label(HostRecord host, PciDeviceRecord device) =>
        device.Name is null
            ? $"{device.Address} of host '{host.Name}'"
            : $"{device.Address} ({device.Name}) of host '{host.Name}'";

    /// <summary>The device as a pipeline object.</summary>
    public static PassthroughDevice View(InventoryState state, HostRecord host, PciDeviceRecord device) =>
        new(state.View(host), device);

    /// <summary>
    /// The command that detaches one device from its virtual machine, and no other: one that runs is powered off first, which
    /// releases what is no Fixed device.
    /// </summary>
    public static string Detach(InventoryState state, VMRecord owner, PciAddress address)
    {
        var detach = $"{state.Command(owner, "Get-PassthroughDevice", $"-Id {address}")} | Remove-PassthroughDevice";
        if (owner.PowerState == VMPowerState.PoweredOff) return detach;
        var stop = state.Command(owner, "Stop-VM");
        bool isReleased = owner.Devices.Any(
            one => one.Technology != DirectPathTechnology.Fixed && one.Device?.Address == address);
        return isReleased ? stop : $"{stop}; {detach}";
    }

    /// <summary>
    /// The command that detaches a device from every virtual machine that has it, but for one that is to keep it.
    /// </summary>
    public static string DetachAll(InventoryState state, HostRecord host, PciDeviceRecord device, VMRecord? keeper = null)
    {
        var all = state.HoldersOf(new DeviceRef(host.Id, device.Address)).ToList();
        var holders = all.FindAll(vm => vm.Id != keeper?.Id);
        if (holders.Count == 1) return Detach(state, holders[0], device.Address);
        var user = holders.Find(static vm => vm.PowerState != VMPowerState.PoweredOff);
        return (user is null ? "" : $"{state.Command(user, "Stop-VM")}; ") + $"Get-VM -Location {host.Name.Quoted()} | "
            + (holders.Count == all.Count ? "" : $"Where-Object Id -ne {keeper!.Id.Quoted()} | ")
            + $"Get-PassthroughDevice -Id {device.Address} | Remove-PassthroughDevice";
    }

    /// <summary>
    /// Who has a device, in words: the virtual machine that runs; where none does, all that are configured with it.
    /// </summary>
    public static string Owners(InventoryState state, HostRecord host, PciDeviceRecord device, VMRecord? except)
    {
        var vms = state.HoldersOf(new DeviceRef(host.Id, device.Address)).Where(vm => vm.Id != except?.Id).ToList();
        var first = vms.Find(static vm => vm.PowerState != VMPowerState.PoweredOff) ?? vms[0];
        if (vms.Count == 1 || first.PowerState != VMPowerState.PoweredOff)
            return $"VM '{first.Name}', which is {VMRequirements.Word(first.PowerState)}";
        return $"VMs {Listing.Of(vms, static vm => $"'{vm.Name}'")}, which are powered off";
    }

    /// <summary>What makes a pending mode active, as a sentence: the way that costs what runs there least.</summary>
    public static string Restart(InventoryState state, HostRecord host) => RestartCommand(state, host) is { } command
        ? $"Restart the host: {command}"
        : $"Restart the host in maintenance mode, after what can move has moved: {RestartEvacuated(host)}";

    /// <summary>The restart of a host of which all can move off that runs there; then it is in service again.</summary>
    public static string RestartEvacuated(HostRecord host) =>
        $"{HostRequirements.Evacuate(host)}; Restart-VMHost -VMHost {host.Name.Quoted()}; {HostRequirements.Connect(host)}";

    /// <summary>
    /// The restart as a command that nothing runs into: in maintenance mode, or on a host where nothing runs; else null.
    /// </summary>
    public static string? RestartCommand(InventoryState state, HostRecord host)
    {
        var command = $"Restart-VMHost -VMHost {host.Name.Quoted()}";
        if (host.PowerState != VMHostPowerState.PoweredOn
            || state.VMsOn(host.Id).Any(static vm => vm.PowerState == VMPowerState.PoweredOn)) return null;
        return host.ConnectionState switch
        {
            VMHostState.Maintenance => command,
            VMHostState.Connected => $"{command} -Force",
            _ => null,
        };
    }

    /// <summary>Whether the device's mode can be changed: no machine has it, nor one of its functions.</summary>
    private static bool IsChangeable(InventoryState state, HostRecord host, PciDeviceRecord device) =>
        device is { PassthroughCapable: true, OwnerUnknown: false }
            && state.OwnerOf(new DeviceRef(host.Id, device.Address)) is null
        && DeviceConflict.UsedFunction(state, host, device) is null;

    private static Finding NotInUse(InventoryState state, HostRecord host, PciDeviceRecord device, string found) =>
        InUse(state, host, device, found, "a device has one owner", "There is nothing to do.", null) with
        {
            Verdict = Verdict.Pass,
        };

    /// <summary>
    /// The command that frees the device that is in use; null where no machine has it. A machine that is to have it, and is
    /// configured with it already, is left out.
    /// </summary>
    private static string? FreeOf(InventoryState state, HostRecord host, DeviceConflict conflict, VMRecord? vm) =>
        state.OwnerOf(new DeviceRef(host.Id, conflict.Other.Address)) is null ? null
            : DetachAll(state, host, conflict.Other, conflict is { IsOwn: false, Holder: not null } ? vm : null);

    /// <param name="state">The inventory.</param>
    /// <param name="host">The device's host.</param>
    /// <param name="device">The device.</param>
    /// <param name="conflict">What stands against it.</param>
    /// <param name="free">The command that ends that, where a machine has the other device.</param>
    private static Finding InUse(InventoryState state, HostRecord host, PciDeviceRecord device, DeviceConflict conflict,
        string? free)
    {
        const string FunctionNeed = "a virtual function can be used only while its physical function is the host's";
        var other = conflict.Other;
        if (conflict.IsUncertain)
        {
            var unknown = conflict.Kind == DeviceConflictKind.HeldByUnknown
                ? Of(
                    $"Device {Label(host, device)} is{(other.Address == device.Address ? "" : $" bound up with {other.Address}, which is")}"
                        + " in use by something that is not in the inventory",
                    "a device has one owner",
                    "Look in vCenter which VM has it, with an account that may see all VMs. Where none has it any more, import "
                    + "a file: "
                        + HostRequirements.Facts(host,
                            $"\"devices\": [ {{ \"address\": \"{other.Address}\", \"ownerUnknown\": false }} ]"),
                    null)
                : Of(
                    $"Virtual function {Label(host, device)} belongs to physical "
                    + $"function {other.Address}, the mode of which is not known",
                    FunctionNeed, TellDevices(host), null);
            return unknown with { Verdict = Verdict.Unknown };
        }

        var has = conflict.Holder is { } holder ? Has(holder, conflict.IsOwn) : null;
        return conflict.Kind switch
        {
            DeviceConflictKind.NetworkAdapter => Of(
                HasAdapter(conflict.Holder!, Which(conflict.Holder!, conflict.IsOwn), conflict.Adapter!.Value)
                    + $" {Label(host, device)}",
                "a device cannot be passed through while a network adapter uses it or one of its functions",
                "Remove the adapter from the VM in vCenter, then its settings here: "
                    + state.Command(conflict.Holder!, "Get-AdvancedSetting", $"-Name {conflict.Adapter.Value.Settings}", "Entity")
                    + " | Remove-AdvancedSetting",
                null),
            DeviceConflictKind.Held when conflict.IsOwn => Of(
                $"Device {Label(host, device)} belongs to VM '{conflict.Holder!.Name}' itself", "a VM is given a device once",
                "The VM has it already: there is nothing to do.", null) with { Shows = null },
            DeviceConflictKind.Held => Of(
                $"Device {Label(host, device)} belongs to {Owners(state, host, device, null)}",
                "a device has one owner", $"Choose another device, or free this one: {free}", free),
            DeviceConflictKind.PhysicalFunctionHeld => Of(
                $"Virtual function {Label(host, device)} belongs to physical function {other.Address}, which {has}",
                FunctionNeed, $"Free the physical function first: {free}", null),
            DeviceConflictKind.PhysicalFunctionPassedThrough => Of(
                $"Virtual function {Label(host, device)} belongs to physical function {other.Address}, "
                    + (other.PassthroughActive == true
                        ? $"which is in mode {other.ActiveMode}"
                        : $"which is configured for mode {other.Mode}"),
                FunctionNeed,
                (free is null ? "" : $"Free the physical function first: {free}. ")
                    + (other.PassthroughEnabled == true ? $"Run: {SetMode(host, other, DeviceMode.Host)}" : Restart(state, host)),
                free is null ? HostsAgain(state, host, other) : null),
            DeviceConflictKind.VirtualFunctionHeld => Of(
                $"Physical function {Label(host, device)} has virtual function {other.Address}, which {has}",
                "a physical function cannot be passed through while one of its functions is in use",
                $"Free the function first: {free}", null),
            _ => Of(
                $"Device {Label(host, device)} and {other.Address}, which {has}, {Dependence(device, other)}",
                "devices that share a bridge reset must be attached to the same VM",
                $"Attach both to one VM, or free the other: {free}", null) with { Sources = ["vim9.1"] },
        };

        Finding Of(string found, string needed, string remedy, string? command) =>
            InUse(state, host, device, found, needed, remedy, command);
    }

    /// <summary>The command that makes a device that is passed through the host's; null where none does alone.</summary>
    private static string? HostsAgain(InventoryState state, HostRecord host, PciDeviceRecord device) =>
        device.PassthroughEnabled == true || host.RebindWithoutReboot
            ? SetModeSoonest(host, device, DeviceMode.Host)
            : RestartCommand(state, host);

    private static string Dependence(PciDeviceRecord device, PciDeviceRecord other) =>
        device.DependentAddress is { } third && third == other.DependentAddress ? $"both depend on {third}"
            : "depend on each other";

    /// <summary>
    /// Whether the host has, or may have, a device that it could use. Of a class that is not known it may be the bridge itself;
    /// base class 06h is a bridge (PCI Code and ID Assignment Specification).
    /// </summary>
    private static bool IsOfHost(PciDeviceRecord device) => device.ClassId != default && device.ClassId.Value >> 8 != 0x06
        && (!device.PassthroughCapable || device.IsPassedThrough != true);

    /// <summary>How a machine has a device, after "which".</summary>
    private static string Has(VMRecord vm, bool isOwn = false) =>
        $"VM '{vm.Name}'{Which(vm, isOwn)} {(vm.PowerState == VMPowerState.PoweredOff ? "is configured with" : "holds")}";

    private static string HasAdapter(VMRecord vm, string which, SriovAdapter adapter) =>
        $"VM '{vm.Name}'{which} has an SR-IOV network adapter ({adapter.Key}) on device";

    private static string Which(VMRecord vm, bool isOwn) =>
        isOwn ? " itself" : vm.PowerState == VMPowerState.PoweredOff ? " (powered off)" : "";

    private static Finding InUse(
        InventoryState state, HostRecord host, PciDeviceRecord device, string found, string needed, string remedy,
        string? command) => new()
    {
        Requirement = "DeviceFree",
        Id = ErrorId.DeviceInUse,
        Verdict = Verdict.Fail,
        Target = View(state, host, device),
        Found = found,
        Needed = needed,
        Remedy = remedy,
        Command = command,
        Shows = Choose(host),
        Sources = ["vcf-2026"],
    };

    /// <summary>The command that shows a host's devices.</summary>
    private static string Choose(HostRecord host) => $"Get-PassthroughDevice -VMHost {host.Name.Quoted()}";

    /// <summary>How the inventory learns of a host's devices and their modes.</summary>
    public static string TellDevices(HostRecord host) => $"Import what 'esxcli hardware pci list' prints on host '{host.Name}'.";

    /// <summary>The command that sets a mode, and activates it where the host needs no restart for that.</summary>
    private static string SetModeSoonest(HostRecord host, PciDeviceRecord device, DeviceMode mode) =>
        SetMode(host, device, mode) + (host.RebindWithoutReboot ? " -ApplyNow" : "");

    private static string SetMode(HostRecord host, PciDeviceRecord device, DeviceMode mode) =>
        $"Get-PassthroughDevice -VMHost {host.Name.Quoted()} -Id {device.Address} | Set-PassthroughDevice -Mode {mode}";
}
