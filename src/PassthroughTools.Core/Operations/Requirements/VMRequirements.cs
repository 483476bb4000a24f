using System.Globalization;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.State;

namespace PassthroughTools.Operations.Requirements;

/// <summary>What a virtual machine must be for passthrough.</summary>
internal static class VMRequirements
{
    /// <summary>It is a virtual machine and no template.</summary>
    public static Finding NotTemplate(InventoryState state, VMRecord vm) => new()
    {
        Requirement = "NotTemplate",
        Id = ErrorId.TemplateNotSupported,
        Verdict = vm.IsTemplate ? Verdict.Fail : Verdict.Pass,
        Target = state.View(vm),
        Found = $"'{vm.Name}' is a {(vm.IsTemplate ? "template" : "virtual machine")}",
        Needed = "a template is neither changed nor powered on",
        Remedy = "Use a virtual machine: Get-VM",
        Shows = "Get-VM",
        Sources = ["vim9.1"],
    };

    /// <summary>It is powered off. Sources: glossary, vdga in the catalog.</summary>
    public static Finding PoweredOff(InventoryState state, VMRecord vm, string action) => new()
    {
        Requirement = "PoweredOff",
        Id = ErrorId.VMNotPoweredOff,
        Verdict = vm.PowerState == VMPowerState.PoweredOff ? Verdict.Pass : Verdict.Fail,
        Target = state.View(vm),
        Found = $"VM '{vm.Name}' is {Word(vm.PowerState)}",
        Needed = $"{action} needs it powered off",
        Remedy = $"Run: {state.Command(vm, "Stop-VM")}",
        Command = state.Command(vm, "Stop-VM"),
        Sources = ["glossary", "vdga"],
    };

    /// <summary>Refuses what only a running machine can be asked for.</summary>
    /// <exception cref="PassthroughException">InvalidPowerState.</exception>
    public static void EnforceRunning(InventoryState state, VMRecord vm, string done)
    {
        if (vm.PowerState == VMPowerState.PoweredOn) return;
        throw new PassthroughException(
            ErrorId.InvalidPowerState,
            $"VM '{vm.Name}' is {Word(vm.PowerState)}; only a running VM can be {done}. Run: {state.Command(vm, "Start-VM")}",
            state.View(vm));
    }

    /// <summary>It does not expose hardware virtualization to its guest. Source: kb437651 in the catalog.</summary>
    public static Finding NoNestedVirtualization(InventoryState state, VMRecord vm)
    {
        bool isOn = vm.ExposesVirtualization;
        return new Finding
        {
            Requirement = "NoNestedVirtualization",
            Id = ErrorId.NestedVirtualizationEnabled,
            Verdict = isOn ? Verdict.Fail : Verdict.Pass,
            Target = state.View(vm),
            Found = $"VM '{vm.Name}' {(isOn ? "exposes" : "does not expose")} hardware virtualization to its guest"
                + (isOn ? $" ({VMRecord.NestedVirtualization} is {vm.Setting(VMRecord.NestedVirtualization)})" : ""),
            Needed = "a VM with a passthrough device is not powered on with it",
            Remedy = $"Run: {SetSetting(state, vm, VMRecord.NestedVirtualization, "FALSE")}",
            Command = isOn ? SetSetting(state, vm, VMRecord.NestedVirtualization, "FALSE") : null,
            Sources = ["kb437651"],
        };
    }

    /// <summary>All its memory is reserved. Sources: vdga, kb309986 in the catalog.</summary>
    public static Finding MemoryReserved(InventoryState state, VMRecord vm) => new()
    {
        Requirement = "MemoryReserved",
        Id = ErrorId.MemoryNotReserved,
        Verdict = vm.IsMemoryFullyReserved ? Verdict.Pass : Verdict.Fail,
        Target = state.View(vm),
        Found = $"VM '{vm.Name}' has {GB(vm.IsMemoryFullyReserved ? vm.MemoryMB : vm.MemoryReservationMB)} of "
            + $"its {GB(vm.MemoryMB)} GB memory reserved",
        Needed = "a passthrough device needs all of it",
        Remedy = $"Run: {ReserveMemory(state, vm)}",
        Command = ReserveMemory(state, vm),
        Sources = ["vdga", "kb309986"],
    };

    /// <summary>
    /// Its firmware is EFI where its devices map so much that they need 64-bit MMIO, which has no effect with BIOS. Sources:
    /// nvidia-aie6, dell-199172 in the catalog.
    /// </summary>
    public static Finding EfiFirmware(InventoryState state, VMRecord vm, IReadOnlyList<MmioDemand> devices)
    {
        bool needs = MmioSizing.NeedsRegion(devices);
        bool isByMode = needs && !MmioSizing.NeedsRegionInAnyMode(devices);
        return new Finding
        {
            Requirement = "EfiFirmware",
            Id = ErrorId.FirmwareNotEfi,
            Verdict = vm.Firmware == Firmware.Efi || !needs ? Verdict.Pass : isByMode ? Verdict.Warning : Verdict.Fail,
            Target = state.View(vm),
            Found = $"VM '{vm.Name}' has {vm.Firmware.ToString().ToUpperInvariant()} firmware",
            Needed = needs
                ? $"{MmioDemand.Mapping(devices)}, and {MmioDemand.GB(MmioSizing.WithoutGB)} GB or more needs EFI"
                : $"only devices that map {MmioDemand.GB(MmioSizing.WithoutGB)} GB of MMIO or more need EFI",
            Remedy = isByMode ? $"{MmioDemand.CheckMode(state.Host(vm.HostId))} Where it is large: {SetFirmware(state, vm)}"
                : $"Run: {SetFirmware(state, vm)} (the guest must boot with EFI)",
            Command = isByMode ? null : SetFirmware(state, vm),
            Sources = ["nvidia-aie6", "dell-199172"],
        };
    }

    /// <summary>
    /// Its hardware version is high enough: 7 for Fixed (vsphere4), 17 for Dynamic (vSphere 7), 20 for Enhanced (vSphere 8).
    /// </summary>
    public static Finding HardwareVersion(InventoryState state, VMRecord vm, DirectPathTechnology technology)
    {
        int needed = technology switch
        {
            DirectPathTechnology.Enhanced => 20,
            DirectPathTechnology.Dynamic => 17,
            _ => 7,
        };
        var host = state.Host(vm.HostId);
        int newest = HardwareVersions.NewestOn(host.Version);
        var command = state.Command(vm, "Set-VM", $"-HardwareVersion {HardwareVersions.Format(needed)}");
        return new Finding
        {
            Requirement = $"{technology}HardwareVersion",
            Id = ErrorId.HardwareVersionTooLow,
            Verdict = vm.HardwareVersion >= needed ? Verdict.Pass : Verdict.Fail,
            Target = state.View(vm),
            Found = $"VM '{vm.Name}' has hardware version {HardwareVersions.Format(vm.HardwareVersion)}",
            Needed = $"{technology} DirectPath needs {HardwareVersions.Format(needed)} or later",
            Remedy = newest >= needed
                ? $"Run: {command}"
                : $"Use a VM on a host with a newer ESXi: host '{host.Name}' offers up to {HardwareVersions.Format(newest)}.",
            Command = newest >= needed ? command : null,
            Shows = state.Command(vm, "Find-PassthroughHost"),
            Sources = technology == DirectPathTechnology.Fixed ? ["vsphere4"] : ["vcf-2026", "kb315655"],
        };
    }

    /// <summary>Its devices are no more than its hardware version and host allow. Source: kb309986 in the catalog.</summary>
    public static Finding DeviceCount(InventoryState state, HostRecord host, VMRecord vm, int count)
    {
        int most = HardwareVersions.MaxDevices(vm.HardwareVersion, host.Version);
        int newest = HardwareVersions.NewestOn(host.Version);
        bool raises = HardwareVersions.MaxDevices(newest, host.Version) > most && newest > vm.HardwareVersion;
        var command = state.Command(vm, "Set-VM", $"-HardwareVersion {HardwareVersions.Format(newest)}");
        return new Finding
        {
            Requirement = "DeviceCount",
            Id = ErrorId.TooManyDevices,
            Verdict = count <= most ? Verdict.Pass : Verdict.Fail,
            Target = state.View(vm),
            Found = string.Format(CultureInfo.InvariantCulture, "VM '{0}' {1} {2} passthrough device{3}", vm.Name,
                count <= most && count == vm.Devices.Count ? "has" : "would have", count, count == 1 ? "" : "s"),
            Needed = string.Format(CultureInfo.InvariantCulture, "{0} on ESXi {1} allows {2}",
                HardwareVersions.Format(vm.HardwareVersion), host.Version ?? "of a version that is not known", most),
            Remedy = raises
                ? $"Remove a device first, or raise the hardware version: {command}"
                : $"Remove a device first: {state.Command(vm, "Get-PassthroughDevice")}",
            Command = raises && count <= HardwareVersions.MaxDevices(newest, host.Version) ? command : null,
            Shows = state.Command(vm, "Get-PassthroughDevice"),
            Sources = ["vsphere4", "vsphere6-maximums", "kb309986"],
        };
    }

    /// <summary>
    /// Its 64-bit MMIO region holds what its devices' BARs map, and has a size that ESXi takes. A region that is enough by the
    /// rule and below a published one is a Warning, and so is one that is enough in one mode of a device. A size that ESXi does
    /// not take is none, whatever the devices need. Sources: kb323402, denneman-mmio, dell-199172 in the catalog; vdga for a
    /// device that is not listed.
    /// </summary>
    /// <param name="state">The inventory.</param>
    /// <param name="vm">The machine.</param>
    /// <param name="sizing">Its sizing.</param>
    /// <param name="isToHave">Whether it is yet to have some of the devices: Set-MmioSizing is told the size then.</param>
    /// <param name="becomesEfi">Whether the firmware is mended by itself.</param>
    public static Finding MmioSize(
        InventoryState state, VMRecord vm, MmioSizing sizing, bool isToHave = false, bool becomesEfi = false)
    {
        bool needs = sizing.RecommendedGB > 0;
        var fault = sizing.IsInEffect && sizing.Devices.Count > 0 ? sizing.SizeFault : null;
        bool isBelowPublished = sizing.HoldsCounted && sizing.IsBelowRecommended;
        bool isByMode = !sizing.HoldsCounted && sizing.IsSufficientInSomeMode;
        bool asksMode = isByMode && sizing.IsBios;
        var size = isToHave ? FormattableString.Invariant($" -SizeGB {(needs ? sizing.RecommendedGB : sizing.NearestGB)}") : "";
        var command = sizing.IsBios && needs && !sizing.HoldsCounted && !(becomesEfi && !sizing.IsSufficientWithEfi)
            ? SetFirmware(state, vm) + (sizing.IsSufficientWithEfi ? "" : $" | Set-MmioSizing{size}")
            : state.Command(vm, "Set-MmioSizing") + size;

        return new Finding
        {
            Requirement = "MmioSize",
            Id = fault is null ? ErrorId.MmioSizeTooSmall : ErrorId.MmioSizeInvalid,
            Verdict = isBelowPublished || isByMode ? Verdict.Warning : sizing.HoldsCounted ? Verdict.Pass : Verdict.Fail,
            Target = state.View(vm),
            Found = fault is null
                ? $"VM '{vm.Name}' has {Region(sizing)} for {Mapped(sizing)}"
                : $"VM '{vm.Name}' has {MmioSizing.SizeKey} '{sizing.SizeText}', which {fault}",
            Needed = !needs ? $"devices that map less than {MmioDemand.GB(MmioSizing.WithoutGB)} GB together need none"
                : string.Format(
                    CultureInfo.InvariantCulture,
                    isBelowPublished ? "the rule needs more than {1} GB, and {0} GB is published for these devices"
                        : "the devices need a region of {0} GB or more, a power of two",
                    sizing.RecommendedGB,
                    MmioDemand.GB(sizing.RequiredGB)),
            Remedy = asksMode ? $"{MmioDemand.CheckMode(state.Host(vm.HostId))} Where it is large: {command}" : $"Run: {command}",
            Command = asksMode ? null : command,
            Sources = ["kb323402", "denneman-mmio", "dell-199172", "vdga"],
        };
    }

    /// <summary>
    /// What is wrong with an advanced setting of 64-bit MMIO: a size that ESXi does not take, one that does not hold the devices,
    /// or none where the devices need one. Null where nothing is, and for any other setting. It is taken all the same, as vSphere
    /// takes it.
    /// </summary>
    /// <param name="state">The inventory.</param>
    /// <param name="vm">The machine as it is before.</param>
    /// <param name="setting">The setting's name.</param>
    /// <param name="value">Its new value; null where it is removed.</param>
    public static string? MmioSettingDoubt(InventoryState state, VMRecord vm, string setting, string? value)
    {
        bool isSize = string.Equals(setting, MmioSizing.SizeKey, StringComparison.OrdinalIgnoreCase);
        if (!isSize && !string.Equals(setting, MmioSizing.EnableKey, StringComparison.OrdinalIgnoreCase)) return null;
        var settings = value is null ? vm.AdvancedSettings.Remove(setting) : vm.AdvancedSettings.Set(setting, value);
        var sizing = MmioSizing.Of(state, vm with { AdvancedSettings = settings });
        var devices = $"its devices map {MmioDemand.GB(sizing.RequiredGB)} GB";
        var command = $"Run: {state.Command(vm, "Set-MmioSizing")}";
        if (isSize && sizing.SizeFault is { } fault)
        {
            var size = sizing.Devices.Count == 0 ? FormattableString.Invariant($" -SizeGB {sizing.NearestGB}") : "";
            return $"VM '{vm.Name}': {MmioSizing.SizeKey} '{sizing.SizeText}' {fault}, and it is not powered on with devices "
                + $"then. {command}{size}";
        }

        if (sizing.RecommendedGB == 0) return null;
        if (isSize && sizing.ConfiguredGB is { } configured && configured <= sizing.RequiredGB)
            return FormattableString.Invariant($"VM '{vm.Name}': {configured} GB is too small, since {devices}. {command}");
        return !isSize && !sizing.Use64BitMmio ? $"VM '{vm.Name}': {devices}, which need 64-bit MMIO. {command}" : null;
    }

    private static string Mapped(MmioSizing sizing)
    {
        const string unknown = "of which it is not known what they map";
        var known = $"devices that map {MmioDemand.GB(sizing.RequiredGB)} GB";
        return !sizing.Devices.Any(static device => device.IsUnknown) ? known
            : sizing.RequiredGB == 0 ? $"devices {unknown}" : $"{known} and others {unknown}";
    }

    private static string Region(MmioSizing sizing) => !sizing.Use64BitMmio ? "no 64-bit MMIO"
        : sizing.IsBios ? "BIOS firmware, with which 64-bit MMIO has no effect,"
        : $"a 64-bit MMIO region of {MmioDemand.GB(sizing.EffectiveGB)} GB{(sizing.ConfiguredGB is null ? " (by default)" : "")}";

    private static string ReserveMemory(InventoryState state, VMRecord vm) =>
        $"{state.Command(vm, "Get-VMResourceConfiguration")} | Set-VMResourceConfiguration -MemReservationLockedToMax $true";

    private static string SetSetting(InventoryState state, VMRecord vm, string name, string value) =>
        $"{state.Command(vm, "Get-AdvancedSetting", $"-Name {name}", "Entity")} | Set-AdvancedSetting -Value {value}";

    private static string SetFirmware(InventoryState state, VMRecord vm) => state.Command(vm, "Set-VM", "-Firmware Efi");

    /// <summary>A power state in a message.</summary>
    public static string Word(VMPowerState state) => state switch
    {
        VMPowerState.PoweredOn => "powered on",
        VMPowerState.Suspended => "suspended",
        _ => "powered off",
    };

    /// <summary>Megabytes as gigabytes, to the megabyte: 4095 MB must not read as 4 GB.</summary>
    internal static string GB(long megabytes) => (megabytes / 1024m).ToString("0.####", CultureInfo.InvariantCulture);
}
