using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.State;

namespace PassthroughTools.Operations.Requirements;

/// <summary>
/// Requirements that several operations share, in the order in which an administrator mends them. Each is looked at when it is
/// come to: an operation ends at the first that is not met.
/// </summary>
internal static class AttachRequirements
{
    /// <summary>What a virtual machine must be before a device is attached to it or detached from it.</summary>
    public static void EnforceReconfigurable(InventoryState state, VMRecord vm, string action)
    {
        VMRequirements.NotTemplate(state, vm).Enforce();
        VMRequirements.PoweredOff(state, vm, action).Enforce();
    }

    /// <summary>What a device must be to be used through a technology, whoever wants it.</summary>
    public static IEnumerable<Finding> Usable(InventoryState state, HostRecord host, PciDeviceRecord device,
        DirectPathTechnology technology)
    {
        yield return DeviceRequirements.Capable(state, host, device);
        yield return DeviceRequirements.Enabled(state, host, device, technology);
        yield return DeviceRequirements.Active(state, host, device);
    }

    /// <summary>What the device that an attachment holds must be when its virtual machine is powered on.</summary>
    public static IEnumerable<Finding> Held(InventoryState state, HostRecord host, VMRecord vm, AttachmentRecord attachment)
    {
        var held = attachment.Device!.Value;
        yield return DeviceRequirements.OnHost(state, host, vm, held);
        if (held.HostId != host.Id || host.FindDevice(held.Address) is not { } device) yield break;
        if (attachment.HasCard) yield return DeviceRequirements.SameCard(state, host, vm, attachment, device);
        foreach (var finding in Usable(state, host, device, attachment.Technology)) yield return finding;
        yield return DeviceRequirements.Alone(state, host, vm, device);
    }

    /// <summary>What host and virtual machine must be to have the devices that <paramref name="vm"/> has.</summary>
    public static IEnumerable<Finding> Fit(InventoryState state, HostRecord host, VMRecord vm)
    {
        if (vm.Devices.Count == 0) yield break;
        yield return HostRequirements.Iommu(state, host);
        yield return VMRequirements.NoNestedVirtualization(state, vm);
        yield return VMRequirements.MemoryReserved(state, vm);
        foreach (var technology in vm.Devices.Select(static attachment => attachment.Technology).Distinct())
        {
            yield return VMRequirements.HardwareVersion(state, vm, technology);
        }

        yield return VMRequirements.DeviceCount(state, host, vm, vm.Devices.Count);
        var demands = MmioSizing.DemandsOf(state, vm);
        yield return VMRequirements.EfiFirmware(state, vm, demands);
        yield return HostRequirements.Above4GDecoding(state, host, demands);
    }

    /// <summary>Refuses at the first requirement that is not met.</summary>
    /// <exception cref="Errors.PassthroughException">It is not.</exception>
    public static void Enforce(this IEnumerable<Finding> findings)
    {
        foreach (var finding in findings) finding.Enforce();
    }
}
