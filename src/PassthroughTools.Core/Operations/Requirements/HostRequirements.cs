using Newtonsoft.Json;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.State;

namespace PassthroughTools.Operations.Requirements;

/// <summary>What a host must be for passthrough.</summary>
internal static class HostRequirements
{
    /// <summary>The host is in service. Source: vim9.1 in the catalog (PowerOnVM_Task, EnterMaintenanceMode_Task).</summary>
    public static Finding InService(InventoryState state, HostRecord host) => new()
    {
        Requirement = "HostInService",
        Id = ErrorId.VMHostNotAvailable,
        Verdict = (host.ConnectionState, host.PowerState) switch
        {
            (VMHostState.Connected, VMHostPowerState.PoweredOn) => Verdict.Pass,
            (VMHostState.Connected, VMHostPowerState.Unknown) => Verdict.Unknown,
            _ => Verdict.Fail,
        },
        Target = state.View(host),
        Found = host.PowerState switch
        {
            VMHostPowerState.Unknown when host.ConnectionState == VMHostState.Connected =>
                $"It is not known whether host '{host.Name}' is powered on",
            VMHostPowerState.PoweredOn or VMHostPowerState.Unknown => $"Host '{host.Name}' is in state {host.ConnectionState}",
            _ => $"Host '{host.Name}' is {host.PowerState}",
        },
        Needed =
            "a VM is created, moved to and powered on only on a host that is connected, powered on and not in maintenance mode",
        Remedy = host.PowerState switch
        {
            VMHostPowerState.Unknown when host.ConnectionState == VMHostState.Connected =>
                $"Look at the host in vCenter. Where it is on, import a file: {Facts(host, "\"powerState\": \"poweredOn\"")}",
            VMHostPowerState.PoweredOn or VMHostPowerState.Unknown => "Use another host, or bring this one back into service.",
            _ => "Use another host, or power this one on.",
        },
        Command = host is { ConnectionState: VMHostState.Maintenance, PowerState: VMHostPowerState.PoweredOn }
            ? Connect(host)
            : null,
        Shows = $"Get-VMHost -Name {host.Name.Quoted()}",
        Sources = ["vim9.1"],
    };

    /// <summary>Its ESXi runs the machine's hardware version. Source: Broadcom KB 315655, virtual hardware versions.</summary>
    public static Finding RunsHardwareVersion(InventoryState state, HostRecord host, VMRecord vm) => new()
    {
        Requirement = "HostRunsHardwareVersion",
        Id = ErrorId.HardwareVersionTooHigh,
        Verdict = host.Version is null ? Verdict.Unknown
            : vm.HardwareVersion <= HardwareVersions.NewestOn(host.Version) ? Verdict.Pass : Verdict.Fail,
        Target = state.View(host),
        Found = $"Host '{host.Name}' with ESXi {host.Version ?? "of a version that is not known"} runs hardware versions up "
            + $"to {HardwareVersions.Format(HardwareVersions.NewestOn(host.Version))}",
        Needed = $"VM '{vm.Name}' has {HardwareVersions.Format(vm.HardwareVersion)}",
        Remedy = "Use a host with a newer ESXi: Get-VMHost",
        Shows = "Get-VMHost",
        Sources = ["kb315655"],
    };

    /// <summary>
    /// It has room for the machine's vGPUs: known of the host that the machine is on, where it has a graphics device that vGPUs
    /// share. Source: vgpu-ha in the catalog.
    /// </summary>
    public static Finding HasVGpus(InventoryState state, HostRecord host, VMRecord vm)
    {
        var profiles = VGpu.Of(vm).Select(static gpu => gpu.Profile).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        bool isOwn = state.VMs.Find(vm.Id)?.HostId == host.Id;
        bool shares = host.Devices.Any(static device => device.Mode is DeviceMode.VGpuSameSize or DeviceMode.VGpuMixedSize);
        return new Finding
        {
            Requirement = "VGpuAvailable",
            Id = ErrorId.DeviceNotAvailable,
            Verdict = profiles.Count == 0 || (isOwn && shares) ? Verdict.Pass : Verdict.Unknown,
            Target = state.View(host),
            Found = (shares
                ? $"Host '{host.Name}' has devices that vGPUs share"
                : $"Host '{host.Name}' has no device that is known to be shared by vGPUs")
                + (isOwn ? "" : ", and what is free of them is not known"),
            Needed = $"VM '{vm.Name}' has {(profiles.Count == 1 ? "a vGPU" : "vGPUs")} of profile {string.Join(", ", profiles)}",
            Remedy = "Look at the host's graphics devices in vCenter.",
            Sources = ["vgpu-ha"],
        };
    }

    /// <summary>The IOMMU is on. Sources: vsphere4, vdga in the catalog.</summary>
    public static Finding Iommu(InventoryState state, HostRecord host) => new()
    {
        Requirement = "Iommu",
        Id = ErrorId.IommuDisabled,
        Verdict = Of(host.IommuEnabled),
        Target = state.View(host),
        Found = Known(host, host.IommuEnabled, "its IOMMU"),
        Needed = "passthrough needs it on",
        Remedy = host.IommuEnabled is null
            ? Tell(host)
            : "Enable Intel VT-d or the AMD IOMMU in the host's firmware, then restart the host.",
        Sources = ["vsphere4", "vdga"],
    };

    /// <summary>
    /// Memory mapped I/O above 4 GB is on, where a device has a large region. Source: vdga in the catalog.
    /// </summary>
    public static Finding Above4GDecoding(InventoryState state, HostRecord host, IReadOnlyList<MmioDemand> devices) => new()
    {
        Requirement = "Above4GDecoding",
        Id = ErrorId.Above4GDecodingDisabled,
        Verdict = !MmioSizing.NeedsRegion(devices) ? Verdict.Pass
            : host.Above4GDecoding == false && !MmioSizing.NeedsRegionInAnyMode(devices) ? Verdict.Warning
            : Of(host.Above4GDecoding),
        Target = state.View(host),
        Found = host.Above4GDecoding is null && !MmioSizing.NeedsRegion(devices)
            ? $"Host '{host.Name}' needs no 'Above 4G decoding' for these devices"
            : Known(host, host.Above4GDecoding, "'Above 4G decoding'"),
        Needed = MmioSizing.NeedsRegion(devices)
            ? "a device with large MMIO regions needs it on"
                + (MmioDemand.IsUncertain(devices) ? $"; {MmioDemand.Mapping(devices)}" : "")
            : "only a device with large MMIO regions needs it on",
        Remedy = host.Above4GDecoding is null ? Tell(host)
            : "Enable 'Above 4G decoding' (memory mapped I/O above 4 GB) in the host's firmware, then restart the host.",
        Sources = ["vdga"],
    };

    /// <summary>
    /// It does not boot from USB. The inventory does not know, and no operation refuses it. Source: vsphere8-docs in the
    /// catalog.
    /// </summary>
    public static Finding NoUsbBoot(InventoryState state, HostRecord host) => new()
    {
        Requirement = "NoUsbBoot",
        Id = null,
        Verdict = Verdict.Unknown,
        Target = state.View(host),
        Found = $"Whether host '{host.Name}' boots from USB is not recorded",
        Needed = "nothing is passed through on a host that boots from USB",
        Remedy = "Look at the host's boot device: in the output of esxcli storage core device list it has 'Is Boot Device: "
            + "true', and must have 'Is USB: false'.",
        Sources = ["vsphere8-docs"],
    };

    /// <summary>How the inventory learns of what only the host's firmware shows: one file for all that is not known.</summary>
    private static string Tell(HostRecord host)
    {
        var unknown = new List<string>();
        if (host.IommuEnabled is null) unknown.Add("\"iommuEnabled\": true");
        if (host.Above4GDecoding is null) unknown.Add("\"above4GDecoding\": true");
        return "No API of a host tells it. Look in the host's firmware. A store learns it from a file with what it is there "
            + "(true or false), by "
            + $"Import-PassthroughInventory: {Facts(host, string.Join(", ", unknown))}";
    }

    /// <summary>What is known of a host, as a file that Import-PassthroughInventory reads.</summary>
    public static string Facts(HostRecord host, string properties) =>
        $"{{ \"schemaVersion\": 1, \"hosts\": [ {{ \"name\": {JsonConvert.ToString(host.Name)}, {properties} }} ] }}";

    private static Verdict Of(bool? enabled) => enabled switch
    {
        true => Verdict.Pass,
        false => Verdict.Fail,
        null => Verdict.Unknown,
    };

    private static string Known(HostRecord host, bool? enabled, string what) => enabled is { } isOn
        ? $"Host '{host.Name}' has {what} {(isOn ? "on" : "off")}"
        : $"It is not recorded whether host '{host.Name}' has {what} on";

    /// <summary>The command that takes a host out of maintenance mode.</summary>
    public static string Connect(HostRecord host) => $"Set-VMHost -VMHost {host.Name.Quoted()} -State Connected";

    /// <summary>The command that moves what can move off a host.</summary>
    public static string Evacuate(HostRecord host) => $"Set-VMHost -VMHost {host.Name.Quoted()} -State Maintenance -Evacuate";
}
