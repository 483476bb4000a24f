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
        Id = ErrorId.TemplateNotSupported,
        Verdict = vm.IsTemplate ? Verdict.Fail : Verdict.Pass,
        Target = state.View(vm),
        Found = $"'{vm.Name}' is a {(vm.IsTemplate ? "template" : "virtual machine")}",
        Needed = "a template is neither changed nor powered on",
        Remedy = "Use a virtual machine: Get-VM",
    };

    /// <summary>It is powered off. Sources: glossary, vdga in the catalog.</summary>
    public static Finding PoweredOff(InventoryState state, VMRecord vm, string action) => new()
    {
        Id = ErrorId.VMNotPoweredOff,
        Verdict = vm.PowerState == VMPowerState.PoweredOff ? Verdict.Pass : Verdict.Fail,
        Target = state.View(vm),
        Found = $"VM '{vm.Name}' is {Word(vm.PowerState)}",
        Needed = $"{action} needs it powered off",
        Remedy = $"Run: Stop-VM -VM {vm.Name.Quoted()}",
    };

    /// <summary>Refuses what only a running machine can be asked for.</summary>
    /// <exception cref="PassthroughException">InvalidPowerState.</exception>
    public static void EnforceRunning(InventoryState state, VMRecord vm, string done)
    {
        if (vm.PowerState == VMPowerState.PoweredOn) return;
        throw new PassthroughException(
            ErrorId.InvalidPowerState, $"VM '{vm.Name}' is {Word(vm.PowerState)}; only a running VM can be {done}. Run: Start-VM -VM {vm.Name.Quoted()}", state.View(vm));
    }

    /// <summary>All its memory is reserved. Sources: vdga, kb309986 in the catalog.</summary>
    public static Finding MemoryReserved(InventoryState state, VMRecord vm) => new()
    {
        Id = ErrorId.MemoryNotReserved,
        Verdict = vm.IsMemoryFullyReserved ? Verdict.Pass : Verdict.Fail,
        Target = state.View(vm),
        Found = $"VM '{vm.Name}' has {GB(vm.IsMemoryFullyReserved ? vm.MemoryMB : vm.MemoryReservationMB)} of its {GB(vm.MemoryMB)} GB memory reserved",
        Needed = "a passthrough device needs all of it",
        Remedy = $"Run: Get-VMResourceConfiguration -VM {vm.Name.Quoted()} | Set-VMResourceConfiguration -MemReservationLockedToMax $true",
    };

    /// <summary>Its firmware is EFI where a device maps a large region. Source: vdga in the catalog.</summary>
    public static Finding EfiFirmware(InventoryState state, VMRecord vm, MmioDemand largest) => new()
    {
        Id = ErrorId.FirmwareNotEfi,
        Verdict = vm.Firmware == Firmware.Efi || !largest.IsLarge ? Verdict.Pass : Verdict.Fail,
        Target = state.View(vm),
        Found = $"VM '{vm.Name}' has {vm.Firmware.ToString().ToUpperInvariant()} firmware",
        Needed = string.Format(CultureInfo.InvariantCulture, "{0} maps {1} GB of MMIO, and {2} GB or more needs EFI", largest.Device, largest.SizeGB, MmioDemand.LargeGB),
        Remedy = $"Run: Set-VM -VM {vm.Name.Quoted()} -Firmware Efi (the guest must boot with EFI)",
    };

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
        return new Finding
        {
            Id = ErrorId.HardwareVersionTooLow,
            Verdict = vm.HardwareVersion >= needed ? Verdict.Pass : Verdict.Fail,
            Target = state.View(vm),
            Found = $"VM '{vm.Name}' has hardware version {HardwareVersions.Format(vm.HardwareVersion)}",
            Needed = $"{technology} DirectPath needs {HardwareVersions.Format(needed)} or later",
            Remedy = newest >= needed
                ? $"Run: Set-VM -VM {vm.Name.Quoted()} -HardwareVersion {HardwareVersions.Format(needed)}"
                : $"Use a VM on a host with a newer ESXi: host '{host.Name}' offers up to {HardwareVersions.Format(newest)}.",
        };
    }

    /// <summary>Its devices are no more than its hardware version and host allow. Source: kb309986 in the catalog.</summary>
    public static Finding DeviceCount(InventoryState state, HostRecord host, VMRecord vm, int count)
    {
        int most = HardwareVersions.MaxDevices(vm.HardwareVersion, host.Version);
        int newest = HardwareVersions.NewestOn(host.Version);
        return new Finding
        {
            Id = ErrorId.TooManyDevices,
            Verdict = count <= most ? Verdict.Pass : Verdict.Fail,
            Target = state.View(vm),
            Found = string.Format(CultureInfo.InvariantCulture, "VM '{0}' would have {1} passthrough device{2}", vm.Name, count, count == 1 ? "" : "s"),
            Needed = string.Format(CultureInfo.InvariantCulture, "{0} on ESXi {1} allows {2}", HardwareVersions.Format(vm.HardwareVersion), host.Version ?? "of a version that is not known", most),
            Remedy = HardwareVersions.MaxDevices(newest, host.Version) > most && newest > vm.HardwareVersion
                ? $"Remove a device first, or raise the hardware version: Set-VM -VM {vm.Name.Quoted()} -HardwareVersion {HardwareVersions.Format(newest)}"
                : $"Remove a device first: Get-PassthroughDevice -VM {vm.Name.Quoted()}",
        };
    }

    /// <summary>Its 64-bit MMIO region holds its devices' memory. Source: vdga in the catalog.</summary>
    public static Finding MmioSize(InventoryState state, VMRecord vm, MmioSizing sizing) => new()
    {
        Id = ErrorId.MmioSizeTooSmall,
        Verdict = sizing.IsSufficient ? Verdict.Pass : Verdict.Fail,
        Target = state.View(vm),
        Found = string.Format(
            CultureInfo.InvariantCulture,
            "VM '{0}' has {1} for devices that map {2} GB",
            vm.Name,
            sizing.Use64BitMmio ? string.Format(CultureInfo.InvariantCulture, "a 64-bit MMIO region of {0} GB", sizing.EffectiveGB) : "no 64-bit MMIO",
            sizing.RequiredGB),
        Needed = string.Format(CultureInfo.InvariantCulture, "they need {0} GB", sizing.RecommendedGB),
        Remedy = $"Run: Set-MmioSizing -VM {vm.Name.Quoted()}",
    };

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
