using System.Globalization;
using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using VMware.Vim;

namespace PassthroughTools.Projection.Reading;

/// <summary>Reads a host's PCI devices, and what the host says of their passthrough and of its graphics devices.</summary>
internal sealed class HostDeviceReader(VimTexts texts)
{
    /// <summary>The devices in the order of their addresses.</summary>
    public IReadOnlyList<PciDeviceRecord> Read(VimObject host)
    {
        if (host.Get<HostPciDevice[]>("hardware.pciDevice") is not { } told)
        {
            host.Remarks.Add(new Remark(Remark.NoDevices, Malformed.Quote(host.Name)));
            return [];
        }

        var passthrough = ByAddress(host.Get<HostPciPassthruInfo[]>("config.pciPassthruInfo"), static one => one.Id);
        var active = ByAddress(host.Get<HostGraphicsInfo[]>("config.graphicsInfo"), static one => one.PciId);
        var configured = ByAddress(host.Get<HostGraphicsConfig>("config.graphicsConfig")?.DeviceType, static one => one.DeviceId);
        var nodes = Nodes(host.Get<HostNumaNode[]>("hardware.numaInfo.numaNode"));
        var devices = new List<PciDeviceRecord>(told.Length);
        foreach (var one in told)
        {
            if (one is null) continue;
            if (!PciAddress.TryParse(one.Id, out var address))
            {
                host.Remarks.Add(new Remark(
                    Remark.NoDeviceAddress, $"{Malformed.Quote(one.Id ?? "")} of host {Malformed.Quote(host.Name)}"));
                continue;
            }

            passthrough.TryGetValue(address, out var info);
            var now = active.TryGetValue(address, out var graphics) ? (graphics.GraphicsType, graphics.VgpuMode) : default;
            var next = configured.TryGetValue(address, out var type) ? (type.GraphicsType, type.VgpuMode) : now;
            var device = Device(one, address, info, next, now);
            devices.Add(nodes.TryGetValue(address, out int node) ? device with { NumaNode = node } : device);
        }

        return VirtualFunctions.Found(Ordered(devices), address =>
            passthrough.TryGetValue(address, out var info) ? (info as HostSriovInfo)?.NumVirtualFunction ?? 0 : 0);
    }

    /// <summary>In the order of their addresses, as hosts mostly tell them, and each once.</summary>
    private static PciDeviceRecord[] Ordered(List<PciDeviceRecord> devices)
    {
        for (int i = 1; i < devices.Count; i++)
        {
            if (devices[i - 1].Address < devices[i].Address) continue;
            var byAddress = devices.GroupBy(static one => one.Address).OrderBy(static group => group.Key);
            return [.. byAddress.Select(static group => group.First())];
        }

        return [.. devices];
    }

    private static Dictionary<PciAddress, T> ByAddress<T>(T[]? told, Func<T, string?> id)
    {
        var found = new Dictionary<PciAddress, T>(told?.Length ?? 0);
        foreach (var one in told ?? [])
        {
            if (one is not null && PciAddress.TryParse(id(one), out var address) && !found.ContainsKey(address))
                found.Add(address, one);
        }

        return found;
    }

    /// <summary>The NUMA node of each device; not known where two nodes have it.</summary>
    private static Dictionary<PciAddress, int> Nodes(HostNumaNode[]? told)
    {
        var found = new Dictionary<PciAddress, int>();
        var twice = new List<PciAddress>();
        foreach (var node in told ?? [])
        {
            foreach (var id in node?.PciId ?? [])
            {
                if (!PciAddress.TryParse(id, out var address)) continue;
                int number = unchecked((byte)node!.TypeId);
                if (found.TryGetValue(address, out int other) && other != number) twice.Add(address);
                found[address] = number;
            }
        }

        twice.ForEach(address => found.Remove(address));
        return found;
    }

    private PciDeviceRecord Device(
        HostPciDevice one,
        PciAddress address,
        HostPciPassthruInfo? info,
        (string? Type, string? VGpuMode) next,
        (string? Type, string? VGpuMode) now) => new()
    {
        Address = address,
        VendorId = PciId.FromInt32(one.VendorId),
        DeviceId = PciId.FromInt32(one.DeviceId),
        SubVendorId = PciId.FromInt32(one.SubVendorId),
        SubDeviceId = PciId.FromInt32(one.SubDeviceId),
        ClassId = PciId.FromInt32(one.ClassId),
        ClassName = texts.Of(one.DeviceClassName),
        VendorName = texts.Of(one.VendorName),
        Name = texts.Of(one.DeviceName),
        DependentAddress = PciAddress.TryParse(info?.DependentDevice, out var dependent) && dependent != address
            ? dependent
            : null,
        PhysicalSlot = texts.Of(one.SlotDescription) ?? texts.Of(one.PhysicalSlot?.ToString(CultureInfo.InvariantCulture)),
        PassthroughCapable = info?.PassthruCapable == true,
        Mode = Mode(info?.PassthruEnabled, info?.DirectPathState?.Mode, next),
        ActiveMode = Mode(info?.PassthruActive, info?.DirectPathState?.Mode, now),
        HardwareLabel = texts.Of(info?.HardwareLabel),
        ConfigurableModes = Modes(info?.DirectPathState?.ConfigurableModes),
    };

    /// <summary>
    /// A mode: the one that the host tells (9.1), where it agrees with whether the device is passed through. Else DirectPath for
    /// a device that is passed through, since older servers know no other mode, and that of vGPUs for a graphics device that they
    /// share. Before 8.0.3 the vGPUs of a device had one size (vgpuMode came with those of several).
    /// </summary>
    private static DeviceMode Mode(bool? passesThrough, string? told, (string? Type, string? VGpuMode) graphics)
    {
        if (Mode(told) is { } mode
            && (passesThrough is null || passesThrough == mode is DeviceMode.DirectPath or DeviceMode.EnhancedDirectPath))
        {
            return mode;
        }

        if (passesThrough == true) return DeviceMode.DirectPath;
        if (graphics.Type == "sharedDirect")
            return graphics.VGpuMode == "mixedSize" ? DeviceMode.VGpuMixedSize : DeviceMode.VGpuSameSize;
        return passesThrough == false ? DeviceMode.Host : DeviceMode.Unknown;
    }

    private static DeviceMode[]? Modes(string[]? told) =>
        told is null ? null : [.. told.Select(Mode).OfType<DeviceMode>().Distinct()];

    private static DeviceMode? Mode(string? told) =>
        JsonName<DeviceMode>.TryParse(told, out var mode) && mode != DeviceMode.Unknown ? mode : null;
}
