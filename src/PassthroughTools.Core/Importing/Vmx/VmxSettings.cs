using System;
using System.Linq;

namespace PassthroughTools.Importing.Vmx;

/// <summary>
/// Which keys of a .vmx file are kept as advanced settings: what vendors' guides, public scripts and forum posts set for passthrough,
/// and for the latency and the placement that go with it. The rest of a file is left: vSphere keeps much of it as extraConfig, but what
/// differs between versions, and guestinfo and remote consoles may have secrets.
/// </summary>
internal static class VmxSettings
{
    private static readonly string[] Prefixes =
    [
        "pciPassthru.", "pciHole.", "hypervisor.", "vhv.", "vvtd.", "vpmc.", "svga.", "mks.", "monitor.", "monitor_control.", "cpuid.",
        "smbios.", "board-id.", "hw.", "numa.", "sched.cpu.latencySensitivity", "devices.hotplug", "mce.", "ulm.", "featMask.",
    ];

    /// <summary>Keys of those beginnings that are a property of the machine, or the hypervisor's own notes.</summary>
    private static readonly string[] Others = ["cpuid.coresPerSocket", "numa.autosize.cookie", "numa.autosize.vcpu.maxPerVirtualNode"];

    /// <summary>Whether a key, which is none of a passthrough device's, is kept.</summary>
    public static bool IsKept(string key) =>
        Prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) && key[key.Length - 1] != '.'
        && !Others.Contains(key, StringComparer.OrdinalIgnoreCase);
}
