using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Json;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Attaches a request for any free device with allowed IDs and, where asked for, a hardware label (Dynamic DirectPath). The
/// device is chosen at power on and released at power off.
/// </summary>
public sealed record AttachDynamicDevice : AttachOperation
{
    /// <inheritdoc/>
    public required override string VMId { get; init; }

    /// <summary>The vendor and device IDs, one of which the device must have; at least one.</summary>
    [Most(VMValues.MaxCount)]
    public required IReadOnlyList<AllowedDevice> AllowedDevices { get; init; }

    /// <summary>The hardware label that the device must have; null or empty for any.</summary>
    [Most(VMValues.MaxLabelLength)]
    public string? HardwareLabel { get; init; }

    /// <inheritdoc/>
    internal override VMRecord Attached(InventoryState state, VMRecord vm)
    {
        if (AllowedDevices.Count == 0)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"A Dynamic device of VM '{vm.Name}' needs at least one allowed vendor and device ID. Pass -AllowedDevice, as "
                + "in 10de:1eb8.",
                state.View(vm));
        }

        VMValues.CheckCount(AllowedDevices.Count, "allowed vendor and device IDs");
        return vm.With(new AttachmentRecord
        {
            Key = vm.NextDeviceKey(),
            Technology = DirectPathTechnology.Dynamic,
            AllowedDevices = AllowedDevices,
            HardwareLabel = string.IsNullOrEmpty(HardwareLabel) ? null : VMValues.CheckedLabel(HardwareLabel, "A hardware label"),
        });
    }

    private protected override string Summary(InventoryState state, VMRecord changed) =>
        $"Dynamic device {changed.Devices[changed.Devices.Count - 1].Request} attached to VM '{changed.Name}'";
}
