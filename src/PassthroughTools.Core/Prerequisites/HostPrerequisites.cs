using PassthroughTools.Mmio;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Prerequisites;

/// <summary>
/// What a host and the devices that it has for passthrough must be. A device that serves a virtual machine, vGPUs or the host
/// itself is where an administrator put it: what attaching it would be refused for is a Warning.
/// </summary>
internal static class HostPrerequisites
{
    /// <summary>The requirements: the host's own, then its devices'.</summary>
    public static IReadOnlyList<PrerequisiteTest> Of(InventoryState state, HostRecord host)
    {
        var findings = Own(state, host, LargestDemand(state, host))
            .Concat(Meant(state, host).SelectMany(device => OfDevice(state, host, device)));
        return [.. findings.Select(static finding => new PrerequisiteTest(finding))];
    }

    /// <summary>What a host must be for a device with some demand.</summary>
    public static IEnumerable<Finding> Own(InventoryState state, HostRecord host, MmioDemand largest)
    {
        yield return HostRequirements.InService(state, host);
        yield return HostRequirements.Iommu(state, host);
        yield return HostRequirements.Above4GDecoding(state, host, [largest]);
        yield return HostRequirements.NoUsbBoot(state, host);
    }

    /// <summary>The most that one of the host's devices for passthrough maps.</summary>
    public static MmioDemand LargestDemand(InventoryState state, HostRecord host) =>
        Meant(state, host).Select(device => MmioDemand.Of(state.Catalog, device))
            .OrderByDescending(static demand => demand.SizeGB).FirstOrDefault()
        ?? new MmioDemand { Device = $"host '{host.Name}'", SizeGB = 0, Source = "the host has no device for passthrough" };

    private static IEnumerable<PciDeviceRecord> Meant(InventoryState state, HostRecord host) =>
        host.Devices.Where(device => device.PassthroughCapable && DeviceRequirements.View(state, host, device).IsForPassthrough);

    private static IEnumerable<Finding> OfDevice(InventoryState state, HostRecord host, PciDeviceRecord device)
    {
        bool serves = device.PassthroughEnabled == false || device.OwnerUnknown
            || state.OwnerOf(new DeviceRef(host.Id, device.Address)) is not null;
        var findings = DevicePrerequisites.Own(state, host, device);
        return serves ? findings.Select(static finding => finding.AsWarning()) : findings;
    }
}
