using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Projection;

/// <summary>
/// A host's devices as esxcli lists them: records of fields in esxcli's order, without the spaces of their names, as Get-EsxCli
/// has them. Numbers are numbers, true and false are text, and what is not recorded is null.
/// </summary>
internal static class EsxcliProjection
{
    /// <summary>What esxcli hardware pci list says, of all devices or of those of a class.</summary>
    public static IEnumerable<KeyValuePair<string, object?>[]> PciDevices(
        HostRecord host, long? ofClass = null, long? mask = null) =>
        from device in host.Devices
        where ofClass is not { } asked || (device.KnownClassId is { } one && ((one.Value ^ asked) & (mask ?? -1)) == 0)
        select PciDevice(device);

    /// <summary>
    /// What esxcli hardware pci pcipassthru list says: of devices that can be passed through, and whose mode is known.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, object?>[]> Passthrough(HostRecord host) =>
        from device in host.Devices
        where device.PassthroughCapable && device.PassthroughEnabled is not null
        select new[] { Field("DeviceID", device.Address.ToString()), Field("Enabled", Flag(device.PassthroughEnabled!.Value)) };

    /// <summary>What esxcli network sriovnic list says: of network controllers that have virtual functions.</summary>
    public static IEnumerable<KeyValuePair<string, object?>[]> SriovNics(HostRecord host)
    {
        var parents = new HashSet<PciAddress>(host.Devices.Select(static device => device.ParentAddress).OfType<PciAddress>());
        return from device in host.Devices
            where device.BaseClass == PciDeviceClass.NetworkController && parents.Contains(device.Address)
            select new[]
            {
                Field("Name", null),
                Field("PCIDevice", device.Address.ToString()),
                Field("Driver", null),
                Field("Link", null),
                Field("Speed", null),
                Field("Duplex", null),
                Field("MACAddress", null),
                Field("MTU", null),
                Field("Description", device.Name),
            };
    }

    private static KeyValuePair<string, object?>[] PciDevice(PciDeviceRecord device) =>
    [
        Field("Address", device.Address.ToString()),
        Field("Segment", device.Address.Segment),
        Field("Bus", device.Address.Bus),
        Field("Slot", device.Address.Slot),
        Field("Function", device.Address.Function),
        Field("VMkernelName", null),
        Field("VendorName", device.VendorName),
        Field("DeviceName", device.Name),
        Field("ConfiguredOwner", Owner(device.PassthroughEnabled)),
        Field("CurrentOwner", Owner(device.PassthroughActive)),
        Field("VendorID", (int)device.VendorId.Value),
        Field("DeviceID", (int)device.DeviceId.Value),
        Field("SubVendorID", (int)device.SubVendorId.Value),
        Field("SubDeviceID", (int)device.SubDeviceId.Value),
        Field("DeviceClass", (int?)device.KnownClassId?.Value),
        Field("DeviceClassName", device.ClassName),
        Field("ProgrammingInterface", null),
        Field("RevisionID", null),
        Field("InterruptLine", null),
        Field("IRQ", null),
        Field("InterruptVector", null),
        Field("PCIPin", null),
        Field("SpawnedBus", null),
        Field("Flags", null),
        Field("ModuleID", null),
        // Scripts find by it what is passed through. Source: esxcli output of real hosts, in which all 64 devices whose current
        // owner is VM Passthru have this module.
        Field("ModuleName", device.PassthroughActive == true ? "pciPassthru" : null),
        Field("Chassis", null),
        Field("PhysicalSlot", device.PhysicalSlot),
        Field("NUMANode", device.NumaNode),
        Field("SlotDescription", null),
        Field("PassthruCapable", Flag(device.PassthroughCapable)),
        Field("ParentDevice", device.ParentAddress is { } parent ? Reference(parent) : null),
        Field("DependentDevice", Reference(device.DependentAddress ?? device.Address)),
        Field("ResetMethod", null),
        Field("FPTSharable", null),
        Field("HardwareLabel", device.HardwareLabel),
    ];

    private static string Owner(bool? isPassedThrough) =>
        isPassedThrough switch { true => "VM Passthru", false => "VMkernel", null => "Unknown" };

    /// <summary>A device that another names: all parts in decimal.</summary>
    private static string Reference(PciAddress address) =>
        FormattableString.Invariant($"PCI {address.Segment}:{address.Bus}:{address.Slot}:{address.Function}");

    private static string Flag(bool value) => value ? "true" : "false";

    private static KeyValuePair<string, object?> Field(string name, object? value) => new(name, value);
}
