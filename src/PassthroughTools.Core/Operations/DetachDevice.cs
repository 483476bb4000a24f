using System.Linq;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Detaches a passthrough device from a virtual machine, whatever its technology.</summary>
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
        return new Decision
        {
            Changes = [new VMPut(vm with { Devices = [.. vm.Devices.Where(device => device.Key != Key)] })],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = $"{attachment.Technology} device {attachment.Request} detached from VM '{vm.Name}'",
        };
    }
}
