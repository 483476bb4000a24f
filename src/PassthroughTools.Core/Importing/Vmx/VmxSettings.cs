using PassthroughTools.Files;
using PassthroughTools.Mmio;
using PassthroughTools.State;

namespace PassthroughTools.Importing.Vmx;

/// <summary>
/// What becomes of a .vmx file's keys that are no property of the machine. Kept as advanced settings is what changes how a
/// machine boots or runs: its firmware, its processors, memory and NUMA nodes, nesting and isolation, PCI, and what vendors'
/// guides, public scripts and forum posts set for passthrough. Passed over without a word are groups that do not: the emulated
/// devices and disks, names and files, tools, consoles and logs, what the hypervisor notes down for itself, and what may be
/// secret (guestinfo, remote consoles, encryption). A key of neither kind is named, so that nothing is lost unseen.
/// </summary>
internal static class VmxSettings
{
    private const int MaxNamed = 8;

    private static readonly string[] Prefixes =
    [
        "pciPassthru.", "pciHole.", "pci.", "hypervisor.", "vhv.", "vvtd.", "vpmc.", "svga.", "mks.", "monitor.",
        "monitor_control.", "cpuid.",
        "smbios.", "board-id.", "hw.", "numa.", "mce.", "ulm.", "featMask.", "devices.hotplug", "vmx.", "vbs.", "windows.vbs",
        "uefi.", "efi.", "efi32.", "efi64.", "bios.", "bios440.", "firmware.", "secureBoot.", "tpm.", "vtpm.present", "sev.",
        "sgx.", "tdx.",
        "iommu.", "vcpu.", "cpu.", "mem.", "memory.", "mainMem.", "MemTrimRate", "prefvmx.", "sched.cpu.latencySensitivity",
        "sched.cpu.affinity", "sched.cpu.htsharing", "sched.node.", "sched.vcpu", "sched.mem.prealloc", "sched.mem.lpage",
        "sched.mem.pshare", "sched.mem.maxmemctl", "sched.mem.affinity", "acpi.", "apic.", "chipset.", "rtc.", "tsc.",
        "timeTracker.",
        "disable_acceleration",
    ];

    /// <summary>Keys of those beginnings that are a property of the machine, or the hypervisor's own notes.</summary>
    private static readonly string[] Others =
        ["cpuid.coresPerSocket", "numa.autosize.cookie", "numa.autosize.vcpu.maxPerVirtualNode", "monitor.phys_bits_used"];

    /// <summary>
    /// The first words of keys, without a number at their end, that change nothing of the kind: what the machine's record has and
    /// what names it; emulated devices; files, tools, consoles and logs; the hypervisor's own notes; secrets.
    /// </summary>
    private static readonly string[] Harmless =
    [
        "config", "virtualHW", "displayName", "annotation", "guestOS", "guestOSAltName", "uuid", "vc", "vm", "numvcpus",
        "memSize", "firmware",
        "cpuid", "numa", "monitor", "sched", "",
        "scsi", "sata", "ide", "nvme", "ahci", "disk", "diskLib", "floppy", "cdrom", "ethernet", "vmnet", "usb", "usb_xhci",
        "ehci", "uhci",
        "serial", "parallel", "sound", "hdaudio", "hpet", "vmci", "pciBridge", "keyboard", "mouse", "vmmouse", "printers",
        "battery", "webcam",
        "bluetooth", "nvram", "rdma", "vrdma", "filters", "dvfilter", "wwn", "vtpm", "managedVM", "ctkEnabled",
        "changeTracking", "hgfs",
        "sharedFolder", "vmxnet",
        "extendedConfigFile", "fileSearchPath", "workingDir", "swap", "logging", "log", "debugStub", "tools", "toolScripts",
        "toolsInstallManager", "vmware", "isolation", "unity", "gui", "hints", "hint", "msg", "time", "guestinfo",
        "RemoteDisplay", "vnc",
        "proxyApps", "policy", "snapshot", "checkpoint", "replay", "autostart", "roamingVM", "easyInstall", "virtualAppliance",
        "vapp", "ovf",
        "product", "inventory", "priority", "pref", "view", "answer",
        "cleanShutdown", "softPowerOff", "powerType", "migrate", "vmotion", "viv", "vmxstats", "hostCPUID", "guestCPUID",
        "userCPUID",
        "featureCompat", "evcCompatibilityMode", "detailed", "deploymentPlatform", "ft", "hbr_filter", "encryption",
        "cryptoState",
        "dataFileKey", "guestAppMonitor", "dasvm", "storagePolicy", "vsan",
    ];

    /// <summary>Kept keys that rules read as Boolean values.</summary>
    public static readonly string[] Booleans = [VMRecord.NestedVirtualization, MmioSizing.EnableKey];

    /// <summary>Whether a key, which is none of a passthrough device's, is kept.</summary>
    public static bool IsKept(string key) =>
        Prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) && key[key.Length - 1] != '.'
        && !Others.Contains(key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a value is what ESXi writes into every file where nothing was set.</summary>
    public static bool IsDefault(string key, string value) =>
        key.EndsWith(".affinity", StringComparison.OrdinalIgnoreCase)
            && string.Equals(value, "all", StringComparison.OrdinalIgnoreCase);

    /// <summary>The words about a file's keys that are neither kept nor known to be harmless: one, or none.</summary>
    public static IEnumerable<string> LeftOut(IEnumerable<string> keys)
    {
        var names = keys
            .Where(static key => !IsKept(key) && !VmxDevice.IsKey(key)
                && !Harmless.Contains(GroupOf(key), StringComparer.OrdinalIgnoreCase))
            .OrderBy(static key => key, StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Count == 0) yield break;
        var more = names.Count > MaxNamed ? FormattableString.Invariant($" and {names.Count - MaxNamed} more") : "";
        yield return $"{(names.Count == 1 ? "key" : "keys")} {string.Join(", ", names.Take(MaxNamed).Select(Malformed.Quote))}{more}";
    }

    /// <summary>scsi of scsi0:0.fileName; nothing of .encoding.</summary>
    private static string GroupOf(string key)
    {
        int end = key.IndexOfAny(['.', ':']);
        return (end < 0 ? key : key.Substring(0, end)).TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
    }
}
