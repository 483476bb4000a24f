using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Operations.Requirements;

/// <summary>
/// Why a virtual machine cannot have a device: it, or one that it is bound up with, is in use. The rules without their words,
/// which cost far more where many devices are asked; <see cref="DeviceRequirements"/> has the words.
/// </summary>
/// <param name="Kind">How the two are bound up.</param>
/// <param name="Other">The device that is in use.</param>
/// <param name="Holder">The virtual machine that has it; null where it is the host's and passed through.</param>
/// <param name="IsOwn">Whether that is the machine that is to have the device.</param>
/// <param name="Adapter">The machine's network adapter that uses it, or a function of it.</param>
internal sealed record DeviceConflict(
    DeviceConflictKind Kind, PciDeviceRecord Other, VMRecord? Holder, bool IsOwn = false, SriovAdapter? Adapter = null)
{
    /// <summary>What stands against giving a device to a virtual machine, whether the one that has it runs or not.</summary>
    /// <param name="state">The inventory.</param>
    /// <param name="host">The device's host.</param>
    /// <param name="device">The device.</param>
    /// <param name="vm">The machine that is to have it; null for one that has nothing on the host.</param>
    public static DeviceConflict? Of(InventoryState state, HostRecord host, PciDeviceRecord device, VMRecord? vm) =>
        state.OwnerOf(new DeviceRef(host.Id, device.Address)) is { } holder
            ? new DeviceConflict(DeviceConflictKind.Held, device, holder, holder.Id == vm?.Id)
            : Around(state, host, device, vm).FirstOrDefault();

    /// <summary>
    /// What stands against using a device that a machine is configured with. A machine that is powered off uses none, so that one
    /// that runs comes first.
    /// </summary>
    public static DeviceConflict? OfUse(InventoryState state, HostRecord host, PciDeviceRecord device, VMRecord vm)
    {
        DeviceConflict? first = null;
        foreach (var conflict in Held(state, host, device, DeviceConflictKind.Held, null).Where(held => held.Holder!.Id != vm.Id)
            .Concat(Around(state, host, device, vm)))
        {
            if (!conflict.IsOfPoweredOff) return conflict;
            first ??= conflict;
        }

        return first;
    }

    /// <summary>
    /// Whether another machine that is powered off stands against it, so that of the two the second to start is refused.
    /// </summary>
    public bool IsOfPoweredOff => !IsOwn && Holder is { PowerState: VMPowerState.PoweredOff };

    /// <summary>Whether what stands against it is that something is not known.</summary>
    public bool IsUncertain => Kind == DeviceConflictKind.HeldByUnknown
        || this is { Kind: DeviceConflictKind.PhysicalFunctionPassedThrough, Other.IsPassedThrough: null };

    /// <summary>A virtual function of a physical function that a virtual machine has, or has a network adapter of.</summary>
    public static DeviceConflict? UsedFunction(InventoryState state, HostRecord host, PciDeviceRecord device) =>
        UsedFunctions(state, host, device, null).FirstOrDefault();

    private static IEnumerable<DeviceConflict> Around(InventoryState state, HostRecord host, PciDeviceRecord device, VMRecord? vm)
    {
        if (device.ParentAddress is { } parentAddress && host.FindDevice(parentAddress) is { } parent)
        {
            foreach (var held in Held(state, host, parent, DeviceConflictKind.PhysicalFunctionHeld, vm)) yield return held;

            // A mode that waits for a restart counts: the restart takes the function away.
            if (parent.IsPassedThrough == true)
                yield return new DeviceConflict(DeviceConflictKind.PhysicalFunctionPassedThrough, parent, null);
        }

        foreach (var used in UsedFunctions(state, host, device, vm)) yield return used;
        foreach (var other in host.Devices)
        {
            if (!device.DependsWith(other)) continue;
            foreach (var held in Held(state, host, other, DeviceConflictKind.DependentHeld, vm))
            {
                if (!held.IsOwn) yield return held;
            }
        }

        // What is not known comes last: what is known refuses.
        foreach (var other in host.Devices)
        {
            if (state.IsOwnerUnknown(host.Id, other) && (other.Address == device.Address || other.Address == device.ParentAddress
                || other.ParentAddress == device.Address || device.DependsWith(other)))
                yield return new DeviceConflict(DeviceConflictKind.HeldByUnknown, other, null);
        }

        if (device.ParentAddress is { } address && host.FindDevice(address) is { IsPassedThrough: null } unknown)
            yield return new DeviceConflict(DeviceConflictKind.PhysicalFunctionPassedThrough, unknown, null);
    }

    private static IEnumerable<DeviceConflict> UsedFunctions(
        InventoryState state, HostRecord host, PciDeviceRecord device, VMRecord? vm)
    {
        foreach (var other in host.Devices)
        {
            if (other.ParentAddress != device.Address) continue;
            foreach (var held in Held(state, host, other, DeviceConflictKind.VirtualFunctionHeld, vm)) yield return held;
        }

        foreach (var (user, adapter) in SriovAdapter.Users(state, host, device))
            yield return new DeviceConflict(DeviceConflictKind.NetworkAdapter, device, user, user.Id == vm?.Id, adapter);
    }

    private static IEnumerable<DeviceConflict> Held(
        InventoryState state, HostRecord host, PciDeviceRecord device, DeviceConflictKind kind, VMRecord? vm)
    {
        foreach (var holder in state.HoldersOf(new DeviceRef(host.Id, device.Address)))
            yield return new DeviceConflict(kind, device, holder, holder.Id == vm?.Id);
    }
}
