using System.Linq;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.State;

namespace PassthroughTools.Operations.Requirements;

/// <summary>Requirements that several operations share, enforced in the order in which an administrator mends them.</summary>
internal static class AttachRequirements
{
    /// <summary>What a virtual machine must be before a device is attached to it or detached from it.</summary>
    public static void EnforceReconfigurable(InventoryState state, VMRecord vm, string action)
    {
        VMRequirements.NotTemplate(state, vm).Enforce();
        VMRequirements.PoweredOff(state, vm, action).Enforce();
    }

    /// <summary>What a device must be to be used through a technology, whoever wants it.</summary>
    public static void EnforceUsable(InventoryState state, HostRecord host, PciDeviceRecord device, DirectPathTechnology technology)
    {
        DeviceRequirements.Capable(state, host, device).Enforce();
        DeviceRequirements.Enabled(state, host, device, technology).Enforce();
        DeviceRequirements.Active(state, host, device).Enforce();
    }

    /// <summary>What host and virtual machine must be to have the devices that <paramref name="vm"/> has.</summary>
    public static void EnforceFit(InventoryState state, HostRecord host, VMRecord vm)
    {
        if (vm.Devices.Count == 0) return;
        HostRequirements.Iommu(state, host).Enforce();
        VMRequirements.MemoryReserved(state, vm).Enforce();
        foreach (var attachment in vm.Devices)
        {
            VMRequirements.HardwareVersion(state, vm, attachment.Technology).Enforce();
        }

        VMRequirements.DeviceCount(state, host, vm, vm.Devices.Count).Enforce();
        var largest = vm.Devices.Select(attachment => MmioSizing.DemandOf(state, vm, attachment)).OrderByDescending(static demand => demand.SizeGB).First();
        if (!largest.IsLarge) return;
        VMRequirements.EfiFirmware(state, vm, largest).Enforce();
        HostRequirements.Above4GDecoding(state, host).Enforce();
    }
}
