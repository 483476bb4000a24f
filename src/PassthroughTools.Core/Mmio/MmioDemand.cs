using System.Globalization;
using Newtonsoft.Json;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Mmio;

/// <summary>How much memory mapped I/O one device needs, which is what its largest BAR maps, and how that is known.</summary>
public sealed record MmioDemand
{
    /// <summary>What a high-end GPU that nobody lists counts, in GB (vdga: "16 GB times the number of high-end GPUs").</summary>
    public const int AssumedGB = 16;

    /// <summary>From what size on a derived one is worth a word: registers alone take a few MB.</summary>
    private const decimal OfNoteGB = 0.25m;

    /// <summary>How to see what a device maps.</summary>
    internal const string Check =
        "See what its largest BAR maps: lspci -vv in a Linux guest that has it, or nvidia-smi -q (BAR1).";

    /// <summary>How to record which of its modes a device of a host is in.</summary>
    internal static string CheckMode(HostRecord host) =>
        "Which mode a device is in decides. See what its largest BAR maps: lspci -vv in a Linux guest that has it, or nvidia-smi "
        + "-q (BAR1). Then record that as mmioSizeGB of the host's device (0 for less than 1 GB), in a file for "
        + $"Import-PassthroughInventory: {{ \"schemaVersion\": 1, \"hosts\": [ {{ \"name\": {JsonConvert.ToString(host.Name)}, "
        + "\"devices\": [ { \"address\": \"<address>\", \"mmioSizeGB\": <GB> } ] } ] }";

    /// <summary>The device, as address and name, or as the request that stands for it.</summary>
    public required string Device { get; init; }

    /// <summary>
    /// What its largest BAR maps, in GB of 2^30 bytes; 0 for a device that is no GPU or accelerator and is not listed.
    /// </summary>
    public required decimal SizeGB { get; init; }

    /// <summary>Where the size comes from.</summary>
    public required string Source { get; init; }

    /// <summary>How the size is known; null where none is counted.</summary>
    public BarBasis? Basis { get; init; }

    /// <summary>What the BAR maps in the device's other mode, in GB; null where none is known.</summary>
    public decimal? OtherGB { get; init; }

    /// <summary>In which mode the device maps the size, and what else is to be known; null where there is nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The region that is published for one such device, in GB; null where none is.</summary>
    public int? PublishedRegionGB { get; init; }

    /// <summary>
    /// The region that is published for two such devices, in GB; null where none is, or the rule gives the same.
    /// </summary>
    public int? PublishedRegionForTwoGB { get; init; }

    /// <summary>Whether the size was assumed, since neither the host nor the catalog knows the device.</summary>
    public bool Assumed => Basis == BarBasis.Assumed;

    /// <summary>Whether nothing is known of what it maps.</summary>
    internal bool IsUnknown => Assumed && SizeGB == 0;

    /// <summary>Whether the size depends on the device's mode.</summary>
    public bool DependsOnMode => OtherGB is not null;

    /// <summary>Whether the device alone needs EFI firmware and 64-bit MMIO.</summary>
    public bool IsLarge => SizeGB >= MmioSizing.WithoutGB;

    /// <summary>
    /// What is uncertain about the size, as a clause that names the device; null where it is published, observed or stated.
    /// </summary>
    internal string? Doubt => Basis switch
    {
        BarBasis.Assumed when IsUnknown => $"it is not known what device {Device} maps, and 0 GB is counted for it",
        BarBasis.Assumed => $"{GB(SizeGB)} GB was assumed for device {Device}, which the catalog does not list",
        _ when OtherGB is { } other =>
            $"{GB(SizeGB)} GB is counted for device {Device}, which maps {GB(other)} GB in its other mode",
        BarBasis.Derived when SizeGB >= OfNoteGB => $"{GB(SizeGB)} GB is derived for device {Device}, not seen on one",
        _ => null,
    };

    /// <summary>
    /// What devices map together, as a clause: by the largest where that alone is large. A size that was assumed or depends on
    /// the mode is said to be so.
    /// </summary>
    internal static string Mapping(IReadOnlyList<MmioDemand> devices)
    {
        if (devices.OrderByDescending(static device => device.SizeGB).First() is { IsLarge: true } large)
            return $"{large.Device} maps {GB(large.SizeGB)} GB of MMIO{large.Certainty}";
        var doubtful = devices.FirstOrDefault(static device => device.Certainty.Length > 0);
        return $"its devices map {GB(MmioSizing.Sum(devices))} GB of MMIO"
            + (doubtful is null ? "" : $", of which {doubtful.Device} {GB(doubtful.SizeGB)} GB{doubtful.Certainty}");
    }

    /// <summary>Whether a size is not certain that makes devices large.</summary>
    internal static bool IsUncertain(IReadOnlyList<MmioDemand> devices) =>
        devices.Any(static device => device.Certainty.Length > 0);

    private string Certainty => Assumed ? " (assumed)" : OtherGB is { } other ? $" (or {GB(other)} GB in its other mode)" : "";

    /// <summary>The device and the size, as in "0000:03:00.0 A100: 64 GB".</summary>
    public override string ToString() => $"{Device}: {GB(SizeGB)} GB";

    /// <summary>Gigabytes in a message.</summary>
    internal static string GB(decimal size) => size.ToString("0.##############", CultureInfo.InvariantCulture);

    /// <summary>The demand of a host's device: from the host, else from the catalog, else assumed for a high-end GPU.</summary>
    internal static MmioDemand Of(Catalog catalog, PciDeviceRecord device)
    {
        var label = $"{device.Address} {device.Name}".TrimEnd();
        if (device.MmioSizeGB is { } known)
            return new MmioDemand { Device = label, SizeGB = known, Basis = BarBasis.Stated, Source = "host inventory" };
        var demand = Of(catalog, label, device.VendorId, device.DeviceId, device.KnownClassId);

        // A virtual function of a GPU has its card's IDs and shows a smaller BAR of its own, of which no source tells the size.
        return device.ParentAddress is null || !demand.IsLarge ? demand : new MmioDemand
        {
            Device = label,
            SizeGB = 0,
            Basis = BarBasis.Assumed,
            Source = "not known: a virtual function maps a share of what its card maps (frankdenneman.nl, 2023-05-30)",
        };
    }

    /// <summary>The demand of a vendor and device ID, of whatever class.</summary>
    internal static MmioDemand Of(Catalog catalog, AllowedDevice allowed) =>
        Of(catalog, allowed.ToString(), allowed.VendorId, allowed.DeviceId, null);

    private static MmioDemand Of(Catalog catalog, string label, PciId vendorId, PciId deviceId, PciId? classId)
    {
        if (catalog.FindBar(vendorId, deviceId) is { Bar: { } bar } entry)
        {
            return new MmioDemand
            {
                Device = label,
                SizeGB = bar.SizeGB,
                Basis = bar.Basis,
                OtherGB = bar.OtherGB,
                Note = bar.Note,
                PublishedRegionGB = bar.PublishedRegionGB,
                PublishedRegionForTwoGB = bar.PublishedRegionForTwoGB,
                Source = $"catalog entry {entry.Key} ({bar.Source})",
            };
        }

        if (catalog.FindModel(vendorId, deviceId) is { MemoryGB: { } memory } model)
        {
            return new MmioDemand
            {
                Device = label,
                SizeGB = PowerOfTwoFrom(memory),
                Basis = BarBasis.Derived,
                Note = string.Format(CultureInfo.InvariantCulture, "its memory of {0} GB, rounded up to a power of two", memory),
                Source = $"catalog entry {model.Key} ({model.MemorySource ?? model.DefinedIn})",
            };
        }

        // A 3D controller (0x0302) or processing accelerator (0x1200), or any display controller (base class 0x03) of NVIDIA or
        // AMD is a high-end GPU: AMD's Instinct boards are 0x0380, NVIDIA's with outputs 0x0300. On-board graphics of servers are
        // display controllers of other vendors. What is of these two, or of no known vendor, and of no known class may be one.
        bool isOfGpuMaker = vendorId.Value is 0x10de or 0x1002;
        if (classId is null && (isOfGpuMaker || vendorId == default))
        {
            return new MmioDemand
            {
                Device = label,
                SizeGB = 0,
                Basis = BarBasis.Assumed,
                Source = vendorId == default ? "not known: the device's vendor, model and class are not recorded"
                    : "assumed: a device that the catalog does not list, whose class is not known",
            };
        }

        return classId?.Value is 0x0302 or 0x1200 || (classId?.Value >> 8 == 0x03 && isOfGpuMaker)
            ? new MmioDemand
            {
                Device = label,
                SizeGB = AssumedGB,
                Basis = BarBasis.Assumed,
                Source = "assumed: a high-end GPU that the catalog does not list",
            }
            : new MmioDemand { Device = label, SizeGB = 0, Source = "no GPU or accelerator" };
    }

    private static int PowerOfTwoFrom(int memory)
    {
        int size = 1;
        while (size < memory) size *= 2;
        return size;
    }
}
