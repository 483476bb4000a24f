using PassthroughTools.Inventory;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection;

/// <summary>What hosts offer to machines, as VIM's environment browser has it.</summary>
internal static class TargetProjection
{
    /// <summary>What one host offers, or the hosts of a cluster together.</summary>
    public static ConfigTarget Of(IReadOnlyCollection<HostRecord> hosts) => new()
    {
        NumNumaNodes = hosts.Count == 1 ? hosts.First().NumaNodes : null,
        NumCpuCores = hosts.Count == 1 ? hosts.First().Hardware?.NumCpu : null,
        PciPassthrough = [.. hosts.SelectMany(static host => Ready(host).Select(device => Fixed(host, device)))],
        DynamicPassthrough =
        [
            .. hosts.SelectMany(Ready).GroupBy(static device => (device.VendorId, device.DeviceId, device.HardwareLabel))
                .Select(static group => Dynamic(group.First())),
        ],
        DvxClassInfo =
        [
            .. hosts.SelectMany(static host => host.DvxClasses).GroupBy(static one => one.Name, StringComparer.OrdinalIgnoreCase)
                .Select(static group => new VirtualMachineDvxClassInfo
                {
                    DeviceClass = new ElementDescription { Key = group.Key, Label = group.Key, Summary = group.Key },
                }),
        ],
        VendorDeviceGroupInfo =
        [
            .. hosts.SelectMany(static host => host.DeviceGroups.Select(group => (host, group)))
                .GroupBy(static pair => pair.group.Name, StringComparer.Ordinal)
                .Select(static pairs => Group(pairs.First().host, pairs.First().group)),
        ],
    };

    /// <summary>Devices that a machine could be given: those whose mode in effect passes them through.</summary>
    private static IEnumerable<PciDeviceRecord> Ready(HostRecord host) =>
        host.Devices.Where(static device => device.ActiveMode == DeviceMode.DirectPath);

    private static VirtualMachinePciPassthroughInfo Fixed(HostRecord host, PciDeviceRecord device) => new()
    {
        Name = device.Address.ToString(),
        PciDevice = HostProjection.Device(device),
        SystemId = host.Id,
    };

    private static VirtualMachineDynamicPassthroughInfo Dynamic(PciDeviceRecord device) => new()
    {
        Name = device.Name,
        VendorName = device.VendorName,
        DeviceName = device.Name,
        CustomLabel = device.HardwareLabel ?? "",
        VendorId = device.VendorId.Value,
        DeviceId = device.DeviceId.Value,
    };

    private static VirtualMachineVendorDeviceGroupInfo Group(HostRecord host, DeviceGroupRecord group) => new()
    {
        Name = group.Name,
        DeviceGroupName = group.Name,
        ComponentDeviceInfo =
        [
            .. group.Members.Select(host.FindDevice)
                .Select(static device => new VirtualMachineVendorDeviceGroupInfoComponentDeviceInfo
            {
                Type = "pciPassthru", VendorName = device?.VendorName, DeviceName = device?.Name,
            }),
        ],
    };
}
