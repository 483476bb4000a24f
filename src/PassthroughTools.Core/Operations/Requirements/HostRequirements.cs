using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Operations.Requirements;

/// <summary>What a host must be for passthrough.</summary>
internal static class HostRequirements
{
    /// <summary>The host is in service.</summary>
    public static Finding InService(InventoryState state, HostRecord host) => new()
    {
        Id = ErrorId.VMHostNotAvailable,
        Verdict = host is { ConnectionState: VMHostState.Connected, PowerState: VMHostPowerState.PoweredOn } ? Verdict.Pass : Verdict.Fail,
        Target = state.View(host),
        Found = host.PowerState == VMHostPowerState.PoweredOn
            ? $"Host '{host.Name}' is in state {host.ConnectionState}"
            : $"Host '{host.Name}' is {host.PowerState}",
        Needed = "a VM is created, moved to and powered on only on a host that is connected, powered on and not in maintenance mode",
        Remedy = host.PowerState == VMHostPowerState.PoweredOn
            ? "Use another host, or bring this one back into service."
            : "Use another host, or power this one on.",
    };

    /// <summary>Its ESXi runs the machine's hardware version. Source: Broadcom KB 315655, virtual hardware versions.</summary>
    public static Finding RunsHardwareVersion(InventoryState state, HostRecord host, VMRecord vm) => new()
    {
        Id = ErrorId.HardwareVersionTooHigh,
        Verdict = host.Version is null ? Verdict.Unknown : vm.HardwareVersion <= HardwareVersions.NewestOn(host.Version) ? Verdict.Pass : Verdict.Fail,
        Target = state.View(host),
        Found = $"Host '{host.Name}' with ESXi {host.Version ?? "of a version that is not known"} runs hardware versions up to {HardwareVersions.Format(HardwareVersions.NewestOn(host.Version))}",
        Needed = $"VM '{vm.Name}' has {HardwareVersions.Format(vm.HardwareVersion)}",
        Remedy = "Use a host with a newer ESXi: Get-VMHost",
    };

    /// <summary>The IOMMU is on. Sources: vsphere4, vdga in the catalog.</summary>
    public static Finding Iommu(InventoryState state, HostRecord host) => new()
    {
        Id = ErrorId.IommuDisabled,
        Verdict = Of(host.IommuEnabled),
        Target = state.View(host),
        Found = $"Host '{host.Name}' has its IOMMU {Word(host.IommuEnabled)}",
        Needed = "passthrough needs it on",
        Remedy = "Enable Intel VT-d or the AMD IOMMU in the host's firmware, then restart the host.",
    };

    /// <summary>
    /// Memory mapped I/O above 4 GB is on, which devices with large regions need. Source: vdga in the catalog.
    /// </summary>
    public static Finding Above4GDecoding(InventoryState state, HostRecord host) => new()
    {
        Id = ErrorId.Above4GDecodingDisabled,
        Verdict = Of(host.Above4GDecoding),
        Target = state.View(host),
        Found = $"Host '{host.Name}' has 'Above 4G decoding' {Word(host.Above4GDecoding)}",
        Needed = "a device with large MMIO regions needs it on",
        Remedy = "Enable 'Above 4G decoding' (memory mapped I/O above 4 GB) in the host's firmware, then restart the host.",
    };

    private static Verdict Of(bool? enabled) => enabled switch
    {
        true => Verdict.Pass,
        false => Verdict.Fail,
        null => Verdict.Unknown,
    };

    private static string Word(bool? enabled) => enabled switch
    {
        true => "on",
        false => "off",
        null => "in a state that is not known",
    };
}
