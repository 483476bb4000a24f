using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Attaches a request for any free device of a DVX device class (Enhanced DirectPath). The device is chosen at power on and
/// released at power off.
/// </summary>
public sealed record AttachEnhancedDevice : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>The DVX device class; the virtual machine's host must offer it.</summary>
    public required string DeviceClass { get; init; }

    /// <summary>Configuration parameters of the device class.</summary>
    public SortedMap<string, string> ConfigParameters { get; init; } = VMRecord.NoSettings;

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        AttachRequirements.EnforceReconfigurable(state, vm, "attaching a passthrough device");
        var host = state.Host(vm.HostId);
        var dvxClass = host.FindDvxClass(DeviceClass) ?? throw new PassthroughException(
            ErrorId.DeviceNotFound,
            $"Host '{host.Name}' of VM '{vm.Name}' offers no DVX device class '{DeviceClass}'. See what it offers: (Get-VMHost {host.Name.Quoted()}).DvxClasses",
            state.View(vm));
        var attachment = new AttachmentRecord
        {
            Key = vm.NextDeviceKey(),
            Technology = DirectPathTechnology.Enhanced,
            DeviceClass = dvxClass.Name,
            ConfigParameters = ConfigParameters,
        };
        var changed = vm.With(attachment);
        AttachRequirements.Fit(state, host, changed).Enforce();
        return new Decision
        {
            Changes = [new VMPut(changed)],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = $"Enhanced device of class {dvxClass.Name} attached to VM '{vm.Name}'",
            DeviceKey = attachment.Key,
        };
    }
}
