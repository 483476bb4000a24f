using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Attaches a request for any free device with allowed IDs and, where asked for, a hardware label (Dynamic DirectPath). The device
/// is chosen at power on and released at power off.
/// </summary>
public sealed record AttachDynamicDevice : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>The vendor and device IDs, one of which the device must have; at least one.</summary>
    public required IReadOnlyList<AllowedDevice> AllowedDevices { get; init; }

    /// <summary>The hardware label that the device must have; null or empty for any.</summary>
    public string? HardwareLabel { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        AttachRequirements.EnforceReconfigurable(state, vm, "attaching a passthrough device");
        if (AllowedDevices.Count == 0)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid, $"A Dynamic device of VM '{vm.Name}' needs at least one allowed vendor and device ID. Pass -AllowedDevice, as in 10de:1eb8.", state.View(vm));
        }

        var attachment = new AttachmentRecord
        {
            Key = vm.NextDeviceKey(),
            Technology = DirectPathTechnology.Dynamic,
            AllowedDevices = AllowedDevices,
            HardwareLabel = string.IsNullOrEmpty(HardwareLabel) ? null : HardwareLabel,
        };
        var changed = vm.With(attachment);
        AttachRequirements.Fit(state, state.Host(vm.HostId), changed).Enforce();
        return new Decision
        {
            Changes = [new VMPut(changed)],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = $"Dynamic device {attachment.Request} attached to VM '{vm.Name}'",
            DeviceKey = attachment.Key,
        };
    }
}
