using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Operations.Requirements;

/// <summary>
/// Why a virtual machine cannot have a device: it, or one that it is bound up with, is in use. The rules without their words, which cost
/// far more where many devices are asked; <see cref="DeviceRequirements"/> has the words.
/// </summary>
/// <param name="Kind">How the two are bound up.</param>
/// <param name="Other">The device that is in use.</param>
/// <param name="Holder">The virtual machine that holds it; null where it is the host's and passed through.</param>
internal readonly record struct DeviceConflict(DeviceConflictKind Kind, PciDeviceRecord Other, VMRecord? Holder)
{
    /// <summary>What stands against giving a device to a virtual machine.</summary>
    /// <param name="state">The inventory.</param>
    /// <param name="host">The device's host.</param>
    /// <param name="device">The device.</param>
    /// <param name="vm">The machine that is to have it; null for one that has nothing on the host.</param>
    public static DeviceConflict? Of(InventoryState state, HostRecord host, PciDeviceRecord device, VMRecord? vm) =>
        HolderOf(state, host, device) is { } holder ? new DeviceConflict(DeviceConflictKind.Held, device, holder) : Around(state, host, device, vm);

    /// <summary>What stands against using a device that a machine is configured with. One that is powered off uses none.</summary>
    public static DeviceConflict? OfUse(InventoryState state, HostRecord host, PciDeviceRecord device, VMRecord vm)
    {
        DeviceConflict? configured = null;
        foreach (var other in state.HoldersOf(new DeviceRef(host.Id, device.Address)))
        {
            if (other.Id == vm.Id) continue;
            configured = new DeviceConflict(DeviceConflictKind.Held, device, other);
            if (other.PowerState != VMPowerState.PoweredOff) return configured;
        }

        return Around(state, host, device, vm) is { } around && (configured is null || !around.IsOfPoweredOff) ? around : configured;
    }

    /// <summary>Whether the machine that stands against it is powered off, so that of the two the second to start is refused.</summary>
    public bool IsOfPoweredOff => this is { Kind: DeviceConflictKind.Held or DeviceConflictKind.DependentHeld, Holder.PowerState: VMPowerState.PoweredOff };

    /// <summary>Whether what stands against it is that something is not known.</summary>
    public bool IsUncertain => Kind == DeviceConflictKind.HeldByUnknown
        || this is { Kind: DeviceConflictKind.PhysicalFunctionPassedThrough, Other.IsPassedThrough: null };

    private static DeviceConflict? Around(InventoryState state, HostRecord host, PciDeviceRecord device, VMRecord? vm)
    {
        if (device.ParentAddress is { } parentAddress && host.FindDevice(parentAddress) is { } parent)
        {
            if (HolderOf(state, host, parent) is { } owner) return new DeviceConflict(DeviceConflictKind.PhysicalFunctionHeld, parent, owner);

            // A mode that waits for a restart counts: the restart takes the function away.
            if (parent.IsPassedThrough == true)
                return new DeviceConflict(DeviceConflictKind.PhysicalFunctionPassedThrough, parent, null);
        }

        if (UsedFunction(state, host, device) is { } function) return function;
        DeviceConflict? dependent = null;
        foreach (var other in host.Devices)
        {
            if (!device.DependsWith(other) || HolderOf(state, host, other) is not { } holder || holder.Id == vm?.Id) continue;
            dependent = new DeviceConflict(DeviceConflictKind.DependentHeld, other, holder);
            if (holder.PowerState != VMPowerState.PoweredOff) break;
        }

        return dependent ?? Unknown(state, host, device);
    }

    private static DeviceConflict? Unknown(InventoryState state, HostRecord host, PciDeviceRecord device)
    {
        DeviceConflict? unknown = null;
        foreach (var other in host.Devices)
        {
            bool isParent = other.Address == device.ParentAddress;
            if (state.IsOwnerUnknown(host.Id, other)
                && (isParent || other.Address == device.Address || other.ParentAddress == device.Address || device.DependsWith(other)))
                return new DeviceConflict(DeviceConflictKind.HeldByUnknown, other, null);
            if (isParent && other.IsPassedThrough is null)
                unknown = new DeviceConflict(DeviceConflictKind.PhysicalFunctionPassedThrough, other, null);
        }

        return unknown;
    }

    /// <summary>A virtual function of a physical function that a virtual machine holds, or has a network adapter of.</summary>
    public static DeviceConflict? UsedFunction(InventoryState state, HostRecord host, PciDeviceRecord device)
    {
        foreach (var other in host.Devices)
        {
            if (other.ParentAddress == device.Address && HolderOf(state, host, other) is { } holder)
                return new DeviceConflict(DeviceConflictKind.VirtualFunctionHeld, other, holder);
        }

        return SriovAdapter.User(state, host, device) is var (user, _) ? new DeviceConflict(DeviceConflictKind.NetworkAdapter, device, user) : null;
    }

    private static VMRecord? HolderOf(InventoryState state, HostRecord host, PciDeviceRecord device) => state.OwnerOf(new DeviceRef(host.Id, device.Address));
}
