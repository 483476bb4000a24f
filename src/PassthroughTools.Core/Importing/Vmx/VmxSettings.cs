using System;
using System.Linq;

namespace PassthroughTools.Importing.Vmx;

/// <summary>
/// Which keys of a .vmx file are kept as advanced settings: what vendors' guides, public scripts and forum posts set for passthrough, and
/// for the latency and the placement that go with it. The rest of a file is left: vSphere keeps much of it as extraConfig, but what differs
/// between versions, and guestinfo and remote consoles may have secrets.
/// </summary>
internal static class VmxSettings
{
    private static readonly string[] Prefixes =
    [
        "pciPassthru.", "pciHole.", "hypervisor.", "vhv.", "vvtd.", "vpmc.", "svga.", "mks.", "monitor.", "monitor_control.", "cpuid.",
        "smbios.", "board-id.", "hw.", "SMC.", "numa.", "sched.", "devices.hotplug", "acpi.", "bios.", "efi.", "firmware.", "mce.", "ulm.",
        "featMask.", "vmotion.", "rtc.", "timeTracker.", "hpet0.", "ich7m.",
    ];

    /// <summary>Keys of those beginnings that are properties of the machine.</summary>
    private static readonly string[] Properties = ["cpuid.coresPerSocket", "sched.mem.min", "sched.mem.minSize", "sched.mem.pin", "sched.cpu.min"];

    /// <summary>Whether a key, which is none of a passthrough device's, is kept.</summary>
    public static bool IsKept(string key) =>
        Prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (key.Length > prefix.Length || prefix[prefix.Length - 1] != '.'))
        && !Properties.Contains(key, StringComparer.OrdinalIgnoreCase);
}
