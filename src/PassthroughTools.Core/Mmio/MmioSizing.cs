using System.Globalization;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Mmio;

/// <summary>
/// How large a virtual machine's 64-bit MMIO region is and has to be. The rule (vmware-log and kb323402 in the catalog): the sum
/// of what the devices' largest BARs map, and the next power of two strictly above it, since smaller BARs lie beside them.
/// </summary>
public sealed class MmioSizing
{
    /// <summary>The advanced setting that turns 64-bit MMIO on.</summary>
    public const string EnableKey = "pciPassthru.use64bitMMIO";

    /// <summary>The advanced setting with the region's size in GB.</summary>
    public const string SizeKey = "pciPassthru.64bitMMIOSizeGB";

    /// <summary>
    /// The region's size in GB where 64-bit MMIO is on and no size is set: vSphere 8 (denneman-mmio in the catalog, one author, a
    /// VMware employee). No source tells it for other versions.
    /// </summary>
    public const int DefaultGB = 32;

    /// <summary>
    /// What all BARs together may map in GB where 64-bit MMIO is off: 917504 pages of 4 KB (dell-199172 in the catalog: two
    /// independent logs of 2022 and 2023, without the ESXi version).
    /// </summary>
    public static decimal WithoutGB => 3.5m;

    /// <summary>The largest size in GB that is accepted: 64 TB, a power of two far above any sum of devices.</summary>
    public const int MaxGB = 65536;

    private readonly string? sizeText;
    private readonly string? hostVersion;

    internal MmioSizing(InventoryState state, VMRecord vm, IReadOnlyList<MmioDemand> devices)
    {
        VM = state.View(vm);
        Devices = [.. devices];
        sizeText = vm.Setting(SizeKey) is { Length: > 0 } text ? text : null;
        hostVersion = state.Hosts.Find(vm.HostId)?.Version;
        ConfiguredGB = int.TryParse(sizeText, NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            && size is > 0 and <= MaxGB
            ? size
            : null;
        IsBios = vm.Firmware == Firmware.Bios;
        Use64BitMmio = VmxBoolean.Of(vm.Setting(EnableKey)) is true;
    }

    /// <summary>The virtual machine.</summary>
    public VirtualMachineBase VM { get; }

    /// <summary>The sum of what the devices' largest BARs map, in GB.</summary>
    public decimal RequiredGB => Sum(Devices);

    /// <summary>
    /// The size to set in GB: the next power of two strictly above the sum, or what is published for one or two of the devices
    /// where that is more; 0 where the devices need no 64-bit MMIO.
    /// </summary>
    public int RecommendedGB => NeedsRegion(Devices) ? Math.Max(PowerOfTwoAbove(RequiredGB), PublishedGB) : 0;

    /// <summary>The size that is set in GB, or null where none, or no number, is set.</summary>
    public int? ConfiguredGB { get; }

    /// <summary>Whether 64-bit MMIO is on.</summary>
    public bool Use64BitMmio { get; }

    /// <summary>
    /// What the devices' BARs may map together, in GB: the size that is set, else ESXi's default; 3.5 where 64-bit MMIO is off or
    /// the firmware is BIOS, with which the settings have no effect; 0 where the size that is set is not valid.
    /// </summary>
    public decimal EffectiveGB => !IsInEffect ? WithoutGB : !IsSizeValid ? 0 : ConfiguredGB ?? DefaultGB;

    /// <summary>Where that comes from, and how sure it is.</summary>
    public string EffectiveSource => !IsInEffect
            ? (IsBios ? "with BIOS firmware 64-bit MMIO has no effect (NVIDIA AI Enterprise 6.2)" : "64-bit MMIO is off")
                + ": ESXi then stops at 917504 pages, 3.5 GB (Dell KB 000199172: two independent logs, ESXi version not stated)"
        : SizeFault is { } fault ? $"{SizeKey} is '{SizeText}', which {fault}"
        : ConfiguredGB is not null ? SizeKey
        : IsDefaultKnown
            ? "no size is set: the default of vSphere 8 (frankdenneman.nl, 2023-05-30: one author, a VMware employee)"
        : "no size is set: the vSphere 8 default (frankdenneman.nl, 2023-05-30); "
            + (hostVersion is null ? "this host's ESXi version is not recorded" : $"none is known for ESXi {hostVersion}");

    /// <summary>
    /// Whether, by the rule alone, the region in effect holds what is counted for the devices' BARs, and its size is valid. A
    /// machine whose region is not sufficient is not powered on, unless it would be in another mode of a device
    /// (<see cref="DependsOnMode"/>). A region below <see cref="RecommendedGB"/> is sufficient where only a published value asks
    /// for more. The preflight warns of both. Null where it would be sufficient and nothing is known of what a device maps.
    /// </summary>
    public bool? IsSufficient => HoldsCounted && Devices.Any(static device => device.IsUnknown) ? null : HoldsCounted;

    /// <summary>Whether the region in effect holds what is counted, and its size is valid.</summary>
    internal bool HoldsCounted => Devices.Count == 0 || (EffectiveGB > 0 && Holds(EffectiveGB, Devices));

    /// <summary>Whether it is, or would be where each device maps the least that it may in another mode.</summary>
    internal bool IsSufficientInSomeMode =>
        Devices.Count == 0 || (EffectiveGB > 0 && Holds(EffectiveGB, InSmallestMode(Devices)));

    /// <summary>Whether a device's size was assumed.</summary>
    public bool Assumed => Devices.Any(static device => device.Assumed);

    /// <summary>Whether a device's size depends on its mode.</summary>
    public bool DependsOnMode => Devices.Any(static device => device.DependsOnMode);

    /// <summary>How the least certain of the devices' sizes is known; null where none is counted.</summary>
    public BarBasis? Basis => Devices.Min(static device => device.Basis);

    /// <summary>What each device needs, and how that is known.</summary>
    public TextList<MmioDemand> Devices { get; }

    /// <summary>Whether the size that is set is one, or none is set.</summary>
    internal bool IsSizeValid => SizeFault is null;

    /// <summary>What is wrong with the size that is set, as a clause about it; null where nothing is.</summary>
    internal string? SizeFault => sizeText is null ? null
        : ConfiguredGB is { } size ? IsPowerOfTwo(size) ? null : "is not a power of two (Broadcom KB 323402)"
        : sizeText.All(static c => c is >= '0' and <= '9') && sizeText.Any(static c => c != '0')
            ? $"is more than {MaxGB}, the largest size that is accepted here"
        : "is not a positive whole number";

    /// <summary>Whether the firmware is BIOS, with which the two settings have no effect (nvidia-aie6 in the catalog).</summary>
    internal bool IsBios { get; }

    /// <summary>Whether there is a region at all: 64-bit MMIO is on, and the firmware is EFI.</summary>
    internal bool IsInEffect => Use64BitMmio && !IsBios;

    /// <summary>The largest region that is published for one or two of the devices; 0 where none is.</summary>
    internal int PublishedGB => Devices.GroupBy(static device => device.Source, StringComparer.Ordinal)
        .Max(static same => (int?)Math.Max(
            same.First().PublishedRegionGB ?? 0,
            same.Count() > 1 ? same.First().PublishedRegionForTwoGB ?? 0 : 0)) ?? 0;

    /// <summary>Whether the devices need a region, and the one in effect is below the recommended one.</summary>
    internal bool IsBelowRecommended => EffectiveGB < RecommendedGB;

    /// <summary>Whether the region would hold the devices with EFI firmware.</summary>
    internal bool IsSufficientWithEfi => Use64BitMmio && IsSizeValid && Holds(ConfiguredGB ?? DefaultGB, Devices);

    /// <summary>The next size above what is set where that is no power of two; ESXi's default where it is none.</summary>
    internal int NearestGB => ConfiguredGB is { } size ? PowerOfTwoAbove(size) : DefaultGB;

    /// <summary>The start of the size setting as it stands, or null.</summary>
    internal string? SizeText => sizeText is { Length: > 40 } ? sizeText.Substring(0, 40) + "..." : sizeText;

    /// <summary>Whether the region has its size by a default that is known for the host's ESXi, or has another.</summary>
    internal bool IsDefaultKnown => !IsInEffect || sizeText is not null
        || (Version.TryParse(hostVersion, out var version) && version.Major == 8);

    /// <summary>The host's ESXi, in a message.</summary>
    internal string HostName => hostVersion is null ? "this host's ESXi, of a version not recorded," : $"ESXi {hostVersion}";

    /// <summary>Whether the region holds the devices even where each maps the most that it may in another mode.</summary>
    internal bool HoldsOtherModes => Holds(EffectiveGB, [.. Devices.Select(InLargestMode)]);

    /// <summary>The size to set for that.</summary>
    internal int OtherModesGB => PowerOfTwoAbove(Sum([.. Devices.Select(InLargestMode)]));

    /// <summary>The sizing of a virtual machine with the devices that it has or asks for.</summary>
    internal static MmioSizing Of(InventoryState state, VMRecord vm) => new(state, vm, DemandsOf(state, vm));

    /// <summary>What each of its attachments needs.</summary>
    internal static MmioDemand[] DemandsOf(InventoryState state, VMRecord vm) =>
        [.. vm.Devices.Select(attachment => DemandOf(state, vm, attachment))];

    /// <summary>What an attachment needs: its device's, or the most that a device it accepts may need.</summary>
    internal static MmioDemand DemandOf(InventoryState state, VMRecord vm, AttachmentRecord attachment)
    {
        if (attachment.Device is { } held && (state.FindDevice(held) ?? Missing(held)) is { } device)
            return MmioDemand.Of(state.Catalog, attachment.HasCard && device.VendorId == default
                ? device with { VendorId = attachment.VendorId, DeviceId = attachment.DeviceId }
                : device);
        var host = state.Hosts.Find(vm.HostId)!;
        var candidates = host.Devices.Where(attachment.Accepts)
            .Select(candidate => MmioDemand.Of(state.Catalog, candidate));
        var allowed = attachment.AllowedDevices.Select(ids => MmioDemand.Of(state.Catalog, ids));
        var largest = candidates.Concat(allowed).OrderByDescending(static demand => demand.SizeGB).FirstOrDefault();
        if (largest is not null) return largest with { Device = attachment.Request };
        var why = host.Devices.Count == 0 ? "none of the host's devices is recorded"
            : attachment.IsChoiceOf(host) ? "which of the host's devices are of the class is not told" : null;
        return why is null
            ? new MmioDemand { Device = attachment.Request, SizeGB = 0, Source = "the host has no such device" }
            : new MmioDemand { Device = attachment.Request, SizeGB = 0, Basis = BarBasis.Assumed, Source = $"not known: {why}" };

        // Which card a Fixed device is may be told by its machine alone.
        PciDeviceRecord? Missing(DeviceRef held) =>
            attachment.Technology == DirectPathTechnology.Fixed ? new PciDeviceRecord { Address = held.Address } : null;
    }

    /// <summary>Whether what is allowed holds what some devices map.</summary>
    /// <param name="effectiveGB">What is allowed, as <see cref="EffectiveGB"/> says it.</param>
    /// <param name="devices">The devices.</param>
    internal static bool Holds(decimal effectiveGB, IReadOnlyList<MmioDemand> devices) =>
        !NeedsRegion(devices) || effectiveGB > Sum(devices);

    /// <summary>Whether devices map so much together that they need 64-bit MMIO, and EFI firmware for that.</summary>
    internal static bool NeedsRegion(IReadOnlyList<MmioDemand> devices) => Sum(devices) >= WithoutGB;

    /// <summary>What devices map together, in GB.</summary>
    internal static decimal Sum(IReadOnlyList<MmioDemand> devices) =>
        Math.Min(devices.Sum(static device => device.SizeGB), int.MaxValue / 2);

    internal static bool IsPowerOfTwo(int size) => size > 0 && (size & (size - 1)) == 0;

    internal static int PowerOfTwoAbove(decimal sum)
    {
        int size = 1;
        while (size <= sum) size *= 2;
        return size;
    }

    /// <summary>Whether devices need a region in whatever mode they are.</summary>
    internal static bool NeedsRegionInAnyMode(IReadOnlyList<MmioDemand> devices) => NeedsRegion(InSmallestMode(devices));

    private static IReadOnlyList<MmioDemand> InSmallestMode(IReadOnlyList<MmioDemand> devices) =>
        [.. devices.Select(static device => device with { SizeGB = Math.Min(device.SizeGB, device.OtherGB ?? device.SizeGB) })];

    private static MmioDemand InLargestMode(MmioDemand device) =>
        device with { SizeGB = Math.Max(device.SizeGB, device.OtherGB ?? 0) };
}
