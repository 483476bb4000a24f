using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Mmio;

/// <summary>
/// How large a virtual machine's 64-bit MMIO region is and has to be. The rule (vdga in the catalog): the sum of the devices' memory,
/// rounded up to the next power of two strictly above it; a high-end GPU that nobody lists counts 16 GB.
/// </summary>
public sealed class MmioSizing
{
    /// <summary>The advanced setting that turns 64-bit MMIO on.</summary>
    public const string EnableKey = "pciPassthru.use64bitMMIO";

    /// <summary>The advanced setting with the region's size in GB.</summary>
    public const string SizeKey = "pciPassthru.64bitMMIOSizeGB";

    /// <summary>The region's size in GB where the setting is missing (ESXi's default).</summary>
    public const int DefaultGB = 32;

    /// <summary>The largest size in GB that is accepted: 64 TB, a power of two far above any sum of devices.</summary>
    public const int MaxGB = 65536;

    internal MmioSizing(InventoryState state, VMRecord vm, IReadOnlyList<MmioDemand> devices)
    {
        VM = state.View(vm);
        Devices = devices;
        ConfiguredGB = int.TryParse(vm.Setting(SizeKey), NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size is > 0 and <= MaxGB ? size : null;
        Use64BitMmio = string.Equals(vm.Setting(EnableKey), "TRUE", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The virtual machine.</summary>
    public VirtualMachineBase VM { get; }

    /// <summary>The sum of the devices' memory in GB.</summary>
    public int RequiredGB => Sum(Devices);

    /// <summary>The size to set in GB: the next power of two strictly above the sum; 0 where no device needs a large region.</summary>
    public int RecommendedGB => NeedsRegion(Devices) ? PowerOfTwoAbove(RequiredGB) : 0;

    /// <summary>The size that is set in GB, or null where none, or no number, is set.</summary>
    public int? ConfiguredGB { get; }

    /// <summary>Whether 64-bit MMIO is on.</summary>
    public bool Use64BitMmio { get; }

    /// <summary>The size in effect in GB: what is set, else ESXi's default; 0 where 64-bit MMIO is off.</summary>
    public int EffectiveGB => Use64BitMmio ? ConfiguredGB ?? DefaultGB : 0;

    /// <summary>Whether the region in effect holds the devices' memory.</summary>
    public bool IsSufficient => Holds(EffectiveGB, Devices);

    /// <summary>Whether a device's size was assumed.</summary>
    public bool Assumed => Devices.Any(static device => device.Assumed);

    /// <summary>What each device needs, and how that is known.</summary>
    public IReadOnlyList<MmioDemand> Devices { get; }

    /// <summary>The sizing of a virtual machine with the devices that it has or asks for.</summary>
    internal static MmioSizing Of(InventoryState state, VMRecord vm) =>
        new(state, vm, vm.Devices.Select(attachment => DemandOf(state, vm, attachment)).ToArray());

    /// <summary>What an attachment needs: its device's, or the most that a device it accepts may need.</summary>
    internal static MmioDemand DemandOf(InventoryState state, VMRecord vm, AttachmentRecord attachment)
    {
        if (attachment.Device is { } held && state.FindDevice(held) is { } device) return MmioDemand.Of(state.Catalog, device);
        var candidates = state.Hosts.Find(vm.HostId)!.Devices.Where(attachment.Accepts).Select(candidate => MmioDemand.Of(state.Catalog, candidate));
        var allowed = attachment.AllowedDevices.Select(ids => MmioDemand.Of(state.Catalog, ids));
        var largest = candidates.Concat(allowed).OrderByDescending(static demand => demand.SizeGB).FirstOrDefault();
        return largest is null
            ? new MmioDemand { Device = attachment.Request, SizeGB = 0, Source = "the host has no such device" }
            : largest with { Device = attachment.Request };
    }

    /// <summary>Whether a region holds the memory of some devices.</summary>
    /// <param name="effectiveGB">The region's size in GB; 0 where 64-bit MMIO is off.</param>
    /// <param name="devices">The devices.</param>
    internal static bool Holds(int effectiveGB, IReadOnlyList<MmioDemand> devices) => !NeedsRegion(devices) || effectiveGB > Sum(devices);

    internal static bool IsPowerOfTwo(int size) => size > 0 && (size & (size - 1)) == 0;

    private static bool NeedsRegion(IReadOnlyList<MmioDemand> devices) => devices.Any(static device => device.IsLarge);

    private static int Sum(IReadOnlyList<MmioDemand> devices) => (int)Math.Min(devices.Sum(static device => (long)device.SizeGB), int.MaxValue / 2);

    private static int PowerOfTwoAbove(int sum)
    {
        int size = 1;
        while (size <= sum) size *= 2;
        return size;
    }
}
