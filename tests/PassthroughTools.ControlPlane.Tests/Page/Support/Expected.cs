using System.Globalization;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>
/// What the page's tables must say of a state, put together without the page's own rules: for each cell its row, column and text.
/// </summary>
internal static class Expected
{
    public static IEnumerable<string> Hosts(InventoryState state) => state.Hosts.Values.SelectMany(host => Row(
        host.Id,
        ("name", $"{host.Name} (devices)"),
        ("cluster", host.ClusterId is { } cluster ? state.Clusters.Find(cluster)!.Name : ""),
        ("version", $"{host.Version} {host.Build}"),
        ("state", Connection(host)),
        ("iommu", host.IommuEnabled switch { true => "on", false => "off", null => "not known" }),
        ("devices", Number(host.Devices.Count)),
        ("capable", Number(host.Devices.Count(static device => device.PassthroughCapable))),
        ("free",
            Number(host.Devices.Count(
                device => device is { PassthroughCapable: true, OwnerUnknown: false } && Owner(state, host, device) is null))),
        ("held", Number(host.Devices.Count(device => Owner(state, host, device) is not null))),
        ("vms", $"{Number(state.VMs.Values.Count(vm => vm.HostId == host.Id))} (VMs of {host.Name})")));

    public static IEnumerable<string> Devices(InventoryState state) =>
        state.Hosts.Values.SelectMany(static host => host.Devices, static (host, device) => (host, device)).SelectMany(
            pair => Row(
                $"{pair.host.Id}/{pair.device.Address}",
                ("address", pair.device.Address.ToString()),
                ("host", pair.host.Name),
                ("name",
                    pair.device.Name + (pair.device.ParentAddress is { } parent ? $" VF (virtual function of {parent})" : "")),
                ("class", pair.device.ClassName ?? (pair.device.ClassId == default ? "Unknown" : pair.device.ClassId.ToString())),
                ("mode", Mode(pair.device)),
                ("technology", Technology(state, pair.host, pair.device)),
                ("label", pair.device.HardwareLabel ?? ""),
                ("numa", pair.device.NumaNode is { } node ? Number(node) : ""),
                ("owner", Owner(state, pair.host, pair.device)?.Name
                    ?? (pair.device.OwnerUnknown ? "Unknown" : pair.device.PassthroughCapable ? "free" : "not capable"))));

    public static IEnumerable<string> VMs(InventoryState state) => state.VMs.Values.SelectMany(vm => Row(
        vm.Id,
        ("name", vm.Name + (vm.IsTemplate ? " template" : "")),
        ("host", state.Hosts.Find(vm.HostId)!.Name),
        ("power", vm.PowerState switch { VMPowerState.PoweredOn => "On", VMPowerState.PoweredOff => "Off", _ => "Suspended" }),
        ("cpus", Number(vm.NumCpu)),
        ("memory", Gigabytes(vm.MemoryMB)),
        ("reservation", vm.MemoryReservationLockedToMax ? "all, locked"
            : vm.MemoryReservationMB > 0 ? Gigabytes(vm.MemoryReservationMB) : "none"),
        ("devices", string.Concat(vm.Devices.Select(Attachment))),
        ("notes", vm.Notes ?? "")));

    private static string Mode(PciDeviceRecord device)
    {
        var mode = Name(device.Mode);
        return device.RebootPending == true ? $"{mode} pending restart now {Name(device.ActiveMode)}" : mode;

        static string Name(DeviceMode mode) => mode switch
        {
            DeviceMode.EnhancedDirectPath => "Enhanced DirectPath",
            DeviceMode.VGpuSameSize => "vGPU, same size",
            DeviceMode.VGpuMixedSize => "vGPU, mixed size",
            DeviceMode.SystemSelect => "System select",
            _ => mode.ToString(),
        };
    }

    private static string Technology(InventoryState state, HostRecord host, PciDeviceRecord device) =>
        Owner(state, host,
            device)?.Devices.First(
                attachment => attachment.Device == new DeviceRef(host.Id, device.Address)).Technology.ToString()
        ?? device.Mode switch { DeviceMode.DirectPath => "Fixed", DeviceMode.EnhancedDirectPath => "Enhanced", _ => "" };

    private static string Attachment(AttachmentRecord attachment)
    {
        string?[] words =
        [
            attachment.Technology.ToString(),
            attachment.Device?.Address.ToString(),
            attachment.AllowedDevices.Count > 0 ? string.Join(", ", attachment.AllowedDevices) : null,
            attachment.HardwareLabel is { } label ? $"“{label}”" : null,
            attachment.DeviceClass,
            attachment.DeviceGroup,
        ];
        return string.Join(' ', words.Where(static word => word is not null));
    }

    /// <summary>That it is powered on is not said of a host.</summary>
    private static string Connection(HostRecord host) =>
        (host.ConnectionState == VMHostState.NotResponding ? "Not responding" : host.ConnectionState.ToString())
        + host.PowerState switch { VMHostPowerState.PoweredOn => "", VMHostPowerState.PoweredOff => ", powered off",
            VMHostPowerState.StandBy => ", standby", _ => ", power not known" };

    private static VMRecord? Owner(InventoryState state, HostRecord host, PciDeviceRecord device) =>
        state.OwnerOf(new DeviceRef(host.Id, device.Address));

    private static string Gigabytes(long megabytes) => (megabytes / 1024m).ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Row(string id, params (string Column, string Text)[] cells) =>
        cells.Select(cell => $"{id} {cell.Column}: {cell.Text}".Trim());
}
