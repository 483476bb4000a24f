using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Detaches a passthrough device from a virtual machine, whatever its technology; one that was attached with a device group takes
/// the others of the group with it, as vSphere removes them in one request.
/// </summary>
public sealed record DetachDevice : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>The device's key in the virtual machine.</summary>
    public required int Key { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        var attachment = state.Attachment(vm, Key);
        AttachRequirements.EnforceReconfigurable(state, vm, "detaching a passthrough device");
        var detached = attachment.Together(vm).ToList();
        return new Decision
        {
            Changes = [new VMPut(vm with { Devices = [.. vm.Devices.Except(detached)] })],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = attachment.DeviceGroup is { } group
                ? $"Device group '{group}' ({string.Join(", ", detached.Select(static device => device.Request))}) "
                    + $"detached from VM '{vm.Name}'"
                : $"{attachment.Technology} device {attachment.Request} detached from VM '{vm.Name}'",
        };
    }
}
