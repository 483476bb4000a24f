using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Mmio;

/// <summary>How much memory mapped I/O one device needs, and how that is known.</summary>
public sealed record MmioDemand
{
    /// <summary>
    /// From how many GB on a device's region is large. The source says "more than 16 GB (Tesla P100, V100 and later)": a device with
    /// 16 GB of memory maps that and its registers.
    /// </summary>
    public const int LargeGB = 16;

    /// <summary>What a high-end GPU that nobody lists counts, in GB (vdga: "16 GB times the number of high-end GPUs").</summary>
    public const int AssumedGB = 16;

    /// <summary>The device, as address and name, or as the request that stands for it.</summary>
    public required string Device { get; init; }

    /// <summary>The size in GB; 0 for a device without a large region.</summary>
    public required int SizeGB { get; init; }

    /// <summary>Where the size comes from.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the size was assumed, since neither the host nor the catalog knows the device.</summary>
    public bool Assumed { get; init; }

    /// <summary>Whether the device needs EFI firmware and 64-bit MMIO.</summary>
    public bool IsLarge => SizeGB >= LargeGB;

    /// <summary>The demand of a host's device: from the host, else from the catalog, else assumed for a high-end GPU.</summary>
    internal static MmioDemand Of(Catalog catalog, PciDeviceRecord device)
    {
        var label = $"{device.Address} {device.Name}".TrimEnd();
        if (device.MmioSizeGB is { } known) return new MmioDemand { Device = label, SizeGB = known, Source = "host inventory" };
        return Of(catalog, label, device.VendorId, device.DeviceId, device.ClassId);
    }

    /// <summary>The demand of a vendor and device ID, of whatever class.</summary>
    internal static MmioDemand Of(Catalog catalog, AllowedDevice allowed) =>
        Of(catalog, allowed.ToString(), allowed.VendorId, allowed.DeviceId, default);

    private static MmioDemand Of(Catalog catalog, string label, PciId vendorId, PciId deviceId, PciId classId)
    {
        if (catalog.FindModel(vendorId, deviceId) is { } model)
        {
            return new MmioDemand
            {
                Device = label,
                SizeGB = model.MemoryGB ?? 0,
                Source = model.MemoryGB is null ? $"catalog entry {model.Key}: no device memory" : $"catalog entry {model.Key} ({model.MemorySource})",
            };
        }

        return IsHighEndGpu(vendorId, classId)
            ? new MmioDemand { Device = label, SizeGB = AssumedGB, Assumed = true, Source = "assumed: a high-end GPU that the catalog does not list" }
            : new MmioDemand { Device = label, SizeGB = 0, Source = "no GPU or accelerator" };
    }

    /// <summary>
    /// A 3D controller (0x0302) or processing accelerator (0x1200), or a display controller of NVIDIA or AMD; on-board graphics
    /// of servers are display controllers of other vendors.
    /// </summary>
    private static bool IsHighEndGpu(PciId vendorId, PciId classId) => classId.Value switch
    {
        0x0302 or 0x1200 => true,
        0x0300 => vendorId.Value is 0x10de or 0x1002,
        _ => false,
    };
}
