using System.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Operations.Requirements;

/// <summary>What a host's device must be to be passed through.</summary>
internal static class DeviceRequirements
{
    /// <summary>A device that a virtual machine holds is on the machine's host. Source: vcf-2026 in the catalog (selected by host and PCI address).</summary>
    public static Finding OnHost(InventoryState state, HostRecord host, VMRecord vm, DeviceRef held)
    {
        bool isElsewhere = held.HostId != host.Id;
        bool isThere = !isElsewhere && host.FindDevice(held.Address) is not null;
        return new Finding
        {
            Requirement = "DeviceOnHost",
            Id = isElsewhere ? ErrorId.DeviceOnOtherHost : ErrorId.DeviceNotFound,
            Verdict = isThere ? Verdict.Pass : Verdict.Fail,
            Target = isElsewhere || isThere ? state.View(vm) : held.Address.ToString(),
            Found = isElsewhere ? $"VM '{vm.Name}' has device {held.Address} of host '{state.Host(held.HostId).Name}' and is on host '{host.Name}'"
                : isThere ? $"VM '{vm.Name}' and its device {held.Address} are on host '{host.Name}'"
                : $"Host '{host.Name}' has no device {held.Address}",
            Needed = $"device {held.Address} is used on its own host",
            SaysNeed = true,
            Remedy = isElsewhere ? $"Detach the device ({Detach(vm, held.Address)}) and attach one of this host."
                : $"See what there is: Get-VMHostPciDevice -VMHost {host.Name.Quoted()}",
            Command = isElsewhere || isThere ? null : Detach(vm, held.Address),
            Sources = ["vcf-2026"],
        };
    }

    /// <summary>The host can pass the device through. Source: vim9.1 in the catalog (HostPciPassthruInfo.passthruCapable).</summary>
    public static Finding Capable(InventoryState state, HostRecord host, PciDeviceRecord device) => new()
    {
        Requirement = "PassthroughCapable",
        Id = ErrorId.DeviceNotPassthroughCapable,
        Verdict = device.PassthroughCapable ? Verdict.Pass : Verdict.Fail,
        Target = View(state, host, device),
        Found = $"Device {Label(host, device)} is {(device.PassthroughCapable ? "" : "not ")}passthrough capable",
        Needed = "only devices that the host can pass through can be used",
        Remedy = $"Choose another device: Get-PassthroughDevice -VMHost {host.Name.Quoted()}",
        Sources = ["vim9.1"],
    };

    /// <summary>The device is configured for the mode that the technology needs. Sources: vdga, kb309986, vim9.1 in the catalog.</summary>
    public static Finding Enabled(InventoryState state, HostRecord host, PciDeviceRecord device, DirectPathTechnology technology)
    {
        var needed = ModeFor(technology);
        return new Finding
        {
            Requirement = "PassthroughEnabled",
            Id = ErrorId.DeviceNotEnabled,
            Verdict = device.Mode == needed ? Verdict.Pass : Verdict.Fail,
            Target = View(state, host, device),
            Found = $"Device {Label(host, device)} is in mode {device.Mode}",
            Needed = $"{technology} DirectPath needs mode {needed}",
            Remedy = $"Run: {SetMode(host, device, needed)}",
            Command = device.Mode != needed && IsChangeable(state, host, device) && DeviceModes.Configurable(state.Catalog, host, device).Contains(needed)
                ? SetModeSoonest(host, device, needed)
                : null,
            Sources = ["vdga", "kb309986", "vim9.1"],
        };
    }

    /// <summary>The configured mode is in effect. Sources: vdga, kb309986, vim9.1 in the catalog.</summary>
    public static Finding Active(InventoryState state, HostRecord host, PciDeviceRecord device) => new()
    {
        Requirement = "PassthroughActive",
        Id = ErrorId.RebootPending,
        Verdict = device.RebootPending ? Verdict.Fail : Verdict.Pass,
        Target = View(state, host, device),
        Found = device.RebootPending
            ? $"Device {Label(host, device)} is configured for mode {device.Mode} and still runs in mode {device.ActiveMode}"
            : $"Device {Label(host, device)} runs in mode {device.ActiveMode}, as configured",
        Needed = "the mode takes effect when the host has restarted",
        Remedy = Restart(host),
        Command = !device.RebootPending ? null : host.RebindWithoutReboot && IsChangeable(state, host, device) ? SetModeSoonest(host, device, device.Mode) : RestartCommand(state, host),
        Sources = ["vdga", "kb309986", "vim9.1"],
    };

    /// <summary>
    /// No virtual machine holds the device, nor, for a physical or virtual function, its other half. Source: vcf-2026 in the catalog.
    /// </summary>
    public static Finding Free(InventoryState state, HostRecord host, PciDeviceRecord device)
    {
        var owner = state.OwnerOf(new DeviceRef(host.Id, device.Address));
        if (owner is not null)
        {
            return InUse(state, host, device, $"Device {Label(host, device)} belongs to VM '{owner.Name}'", "a device has one owner",
                $"Choose another device, or free this one: {Detach(owner, device.Address)}", Detach(owner, device.Address));
        }

        return TakenParent(state, host, device) ?? UsedFunction(state, host, device) ?? NotInUse(state, host, device, $"Device {Label(host, device)} is free");
    }

    /// <summary>
    /// Whether a device can be given to a request of a technology now: <see cref="Capable"/>, <see cref="Enabled"/>,
    /// <see cref="Active"/> and <see cref="Free"/> without their words, which cost far more than the rules where many are asked.
    /// </summary>
    public static bool IsAvailable(InventoryState state, HostRecord host, PciDeviceRecord device, DirectPathTechnology technology) =>
        device.PassthroughCapable && device.Mode == ModeFor(technology) && !device.RebootPending
        && state.OwnerOf(new DeviceRef(host.Id, device.Address)) is null && TakenParent(state, host, device) is null && UsedFunction(state, host, device) is null;

    /// <summary>The physical function of a virtual function is the host's.</summary>
    public static Finding ParentFree(InventoryState state, HostRecord host, PciDeviceRecord device) => TakenParent(state, host, device)
        ?? NotInUse(state, host, device, $"Device {Label(host, device)} is its VM's alone");

    /// <summary>A virtual function of a physical function that a virtual machine holds, as a failure; null where there is none.</summary>
    public static Finding? UsedFunction(InventoryState state, HostRecord host, PciDeviceRecord device)
    {
        var used = host.Devices.FirstOrDefault(other =>
            other.ParentAddress == device.Address && state.OwnerOf(new DeviceRef(host.Id, other.Address)) is not null);
        if (used is null) return null;
        var owner = state.OwnerOf(new DeviceRef(host.Id, used.Address))!;
        return InUse(state, host, device, $"Physical function {Label(host, device)} has virtual function {used.Address}, which VM '{owner.Name}' holds",
            "a physical function cannot be passed through while one of its functions is in use",
            $"Free the function first: {Detach(owner, used.Address)}", null);
    }

    /// <summary>The physical function of a virtual function, as a failure where it is not the host's; null where it is, or is none.</summary>
    private static Finding? TakenParent(InventoryState state, HostRecord host, PciDeviceRecord device)
    {
        const string Needed = "a virtual function can be used only while its physical function is the host's";
        if (device.ParentAddress is not { } parentAddress || host.FindDevice(parentAddress) is not { } parent) return null;
        if (state.OwnerOf(new DeviceRef(host.Id, parentAddress)) is { } owner)
        {
            return InUse(state, host, device, $"Virtual function {Label(host, device)} belongs to physical function {parentAddress}, which VM '{owner.Name}' holds",
                Needed, $"Free the physical function first: {Detach(owner, parentAddress)}", null);
        }

        // A mode that waits for a restart counts: the restart takes the function away.
        if (!parent.PassthroughActive && !parent.PassthroughEnabled) return null;
        return InUse(state, host, device, $"Virtual function {Label(host, device)} belongs to physical function {parentAddress}, "
            + (parent.PassthroughActive ? $"which is in mode {parent.ActiveMode}" : $"which is configured for mode {parent.Mode}"),
            Needed, parent.PassthroughEnabled ? $"Run: {SetMode(host, parent, DeviceMode.Host)}" : Restart(host),
            parent.PassthroughEnabled || host.RebindWithoutReboot ? SetModeSoonest(host, parent, DeviceMode.Host) : RestartCommand(state, host));
    }

    /// <summary>The host's mode that a technology needs.</summary>
    public static DeviceMode ModeFor(DirectPathTechnology technology) =>
        technology == DirectPathTechnology.Enhanced ? DeviceMode.EnhancedDirectPath : DeviceMode.DirectPath;

    /// <summary>The device in a message: address, name, host.</summary>
    public static string Label(HostRecord host, PciDeviceRecord device) =>
        device.Name is null ? $"{device.Address} of host '{host.Name}'" : $"{device.Address} ({device.Name}) of host '{host.Name}'";

    /// <summary>The device as a pipeline object.</summary>
    public static PassthroughDevice View(InventoryState state, HostRecord host, PciDeviceRecord device) => new(state.View(host), device);

    /// <summary>The command that detaches one device from its virtual machine, and no other.</summary>
    public static string Detach(VMRecord owner, PciAddress address) =>
        $"Get-PassthroughDevice -VM {owner.Name.Quoted()} -Id {address} | Remove-PassthroughDevice";

    /// <summary>What makes a pending mode active, as a sentence that says what -Force costs.</summary>
    public static string Restart(HostRecord host) =>
        $"Restart the host, in maintenance mode or with -Force, which powers off what runs there: Restart-VMHost -VMHost {host.Name.Quoted()}";

    /// <summary>The restart as a command that nothing runs into: in maintenance mode, or on a host where nothing runs; else null.</summary>
    private static string? RestartCommand(InventoryState state, HostRecord host)
    {
        var command = $"Restart-VMHost -VMHost {host.Name.Quoted()}";
        if (host.PowerState != VMHostPowerState.PoweredOn || state.VMsOn(host.Id).Any(static vm => vm.PowerState == VMPowerState.PoweredOn)) return null;
        return host.ConnectionState switch
        {
            VMHostState.Maintenance => command,
            VMHostState.Connected => $"{command} -Force",
            _ => null,
        };
    }

    /// <summary>Whether the device's mode can be changed: no machine has it, nor one of its functions.</summary>
    private static bool IsChangeable(InventoryState state, HostRecord host, PciDeviceRecord device) =>
        device.PassthroughCapable && state.OwnerOf(new DeviceRef(host.Id, device.Address)) is null && UsedFunction(state, host, device) is null;

    private static Finding NotInUse(InventoryState state, HostRecord host, PciDeviceRecord device, string found) =>
        InUse(state, host, device, found, "a device has one owner", "Nothing is to do.", null) with { Verdict = Verdict.Pass };

    private static Finding InUse(InventoryState state, HostRecord host, PciDeviceRecord device, string found, string needed, string remedy, string? command) => new()
    {
        Requirement = "DeviceFree",
        Id = ErrorId.DeviceInUse,
        Verdict = Verdict.Fail,
        Target = View(state, host, device),
        Found = found,
        Needed = needed,
        Remedy = remedy,
        Command = command,
        Sources = ["vcf-2026"],
    };

    /// <summary>The command that sets a mode, and activates it where the host needs no restart for that.</summary>
    private static string SetModeSoonest(HostRecord host, PciDeviceRecord device, DeviceMode mode) =>
        SetMode(host, device, mode) + (host.RebindWithoutReboot ? " -ApplyNow" : "");

    private static string SetMode(HostRecord host, PciDeviceRecord device, DeviceMode mode) =>
        $"Get-PassthroughDevice -VMHost {host.Name.Quoted()} -Id {device.Address} | Set-PassthroughDevice -Mode {mode}";
}
