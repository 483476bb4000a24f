using System.Globalization;
using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection;

/// <summary>
/// Properties of a machine's configuration that its .vmx, and so the inventory, has as settings. VIM has them in both places:
/// here and in ExtraConfig.
/// </summary>
internal static class SettingProperties
{
    private const string SecureBoot = "uefi.secureBoot.enabled", BootDelay = "bios.bootDelay", Logging = "logging";
    private const string Iommu = "vvtd.enable", Latency = "sched.cpu.latencySensitivity", Affinity = "sched.cpu.affinity";
    private const string Encryption = "migrate.encryptionMode";

    // More than any host has. A range of a setting that somebody wrote must not grow beyond it.
    private const int MaxProcessors = 4096;

    /// <summary>The properties of a spec that are served, as paths.</summary>
    public static IReadOnlyList<string> Paths =>
    [
        "BootOptions.BootDelay", "BootOptions.EfiSecureBootEnabled", "Flags.EnableLogging", "Flags.VvtdEnabled",
        "LatencySensitivity.Level", "CpuAffinity.AffinitySet", "MigrateEncryption", "NestedHVEnabled",
    ];

    /// <summary>Puts what the settings say into a configuration.</summary>
    public static VirtualMachineConfigInfo WithSettings(this VirtualMachineConfigInfo config, VMRecord vm)
    {
        config.BootOptions = new VirtualMachineBootOptions
        {
            BootDelay = Number(vm.Setting(BootDelay)), EfiSecureBootEnabled = VmxBoolean.Of(vm.Setting(SecureBoot)),
        };
        config.Flags = new VirtualMachineFlagInfo
        {
            EnableLogging = VmxBoolean.Of(vm.Setting(Logging)), VvtdEnabled = VmxBoolean.Of(vm.Setting(Iommu)),
        };
        config.LatencySensitivity = Named<LatencySensitivitySensitivityLevel>(vm.Setting(Latency)) is { } level
            ? new LatencySensitivity { Level = level }
            : null;
        config.CpuAffinity = Processors(vm.Setting(Affinity)) is { } set
            ? new VirtualMachineAffinityInfo { AffinitySet = set }
            : null;
        config.MigrateEncryption = vm.Setting(Encryption);
        return config;
    }

    /// <summary>The settings that a spec asks for by such properties, each by one; an empty value takes one away.</summary>
    public static IEnumerable<(string Key, string Path, string Value)> Asked(VirtualMachineConfigSpec spec)
    {
        if (spec.BootOptions?.BootDelay is { } delay)
            yield return (BootDelay, "BootOptions.BootDelay", delay.ToString(CultureInfo.InvariantCulture));
        if (spec.BootOptions?.EfiSecureBootEnabled is { } secure)
            yield return (SecureBoot, "BootOptions.EfiSecureBootEnabled", Text(secure));
        if (spec.Flags?.EnableLogging is { } logging) yield return (Logging, "Flags.EnableLogging", Text(logging));
        if (spec.Flags?.VvtdEnabled is { } iommu) yield return (Iommu, "Flags.VvtdEnabled", Text(iommu));
        if (spec.LatencySensitivity is { } latency)
            yield return (Latency, "LatencySensitivity.Level", latency.Level.ToString());
        if (spec.CpuAffinity is { } affinity)
            yield return (Affinity, "CpuAffinity.AffinitySet", string.Join(",", affinity.AffinitySet ?? []));
        if (spec.MigrateEncryption is { } mode) yield return (Encryption, nameof(spec.MigrateEncryption), mode);
        if (spec.NestedHVEnabled is { } nested)
            yield return (VMRecord.NestedVirtualization, nameof(spec.NestedHVEnabled), Text(nested));
    }

    /// <summary>What is wrong with such a property, in words; null where nothing is.</summary>
    public static string? Fault(VirtualMachineConfigSpec spec)
    {
        if (spec.BootOptions?.BootDelay < 0) return "BootOptions.BootDelay is negative. Give milliseconds.";
        if (spec.BootOptions?.EfiSecureBootEnabled == true
            && string.Equals(spec.Firmware, "bios", StringComparison.OrdinalIgnoreCase))
        {
            return "BootOptions.EfiSecureBootEnabled asks for secure boot, which needs EFI, and Firmware for bios. Ask for one.";
        }

        if (spec.CpuAffinity?.AffinitySet is { } set
            && (set.Length > MaxProcessors || Array.Exists(set, static one => one is < 0 or >= MaxProcessors)))
        {
            return FormattableString.Invariant(
                $"CpuAffinity.AffinitySet is not a list of numbers between 0 and {MaxProcessors - 1}.");
        }

        return spec.MigrateEncryption is null or ""
            || Named<VirtualMachineConfigSpecEncryptedVMotionModes>(spec.MigrateEncryption) is not null
            ? null
            : $"MigrateEncryption {Malformed.Quote(spec.MigrateEncryption)} is neither disabled, opportunistic nor required.";
    }

    private static string Text(bool value) => value ? "TRUE" : "FALSE";

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static T? Named<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out T value)
        && string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase) ? value : null;

    /// <summary>Of 0,2,8-11; null where it is no such list, as all is none.</summary>
    private static int[]? Processors(string? text)
    {
        var found = new List<int>();
        foreach (var range in (text ?? "").Split(','))
        {
            var ends = range.Split('-');
            if (ends.Length > 2 || Number(ends[0].Trim()) is not { } first) return null;
            if (Number(ends[ends.Length - 1].Trim()) is not { } last || last < first || last >= MaxProcessors) return null;
            for (var one = first; one <= last; one++) found.Add((int)one);
            if (found.Count > MaxProcessors) return null;
        }

        return [.. found];
    }
}
