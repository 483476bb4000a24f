using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Attaches one device of the virtual machine's host, by its address (Fixed DirectPath).</summary>
public sealed record AttachFixedDevice : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>The id of the device's host.</summary>
    public required string VMHostId { get; init; }

    /// <summary>The device's PCI address.</summary>
    public required PciAddress Address { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        AttachRequirements.EnforceReconfigurable(state, vm, "attaching a passthrough device");
        var host = state.Host(VMHostId);
        var device = host.Device(Address);
        if (host.Id != vm.HostId)
        {
            throw new PassthroughException(
                ErrorId.DeviceOnOtherHost,
                $"Device {DeviceRequirements.Label(host, device)} cannot be attached to VM '{vm.Name}', which is on host '{state.Host(vm.HostId).Name}'. "
                + $"Choose a device of that host: Get-PassthroughDevice -VMHost {state.Host(vm.HostId).Name.Quoted()}",
                DeviceRequirements.View(state, host, device));
        }

        AttachRequirements.Usable(state, host, device, DirectPathTechnology.Fixed).Enforce();
        DeviceRequirements.Free(state, host, device, vm).Enforce();
        var attachment = new AttachmentRecord
        {
            Key = vm.NextDeviceKey(),
            Technology = DirectPathTechnology.Fixed,
            Device = new DeviceRef(host.Id, device.Address),
            VendorId = device.VendorId,
            DeviceId = device.DeviceId,
        };
        var changed = vm.With(attachment);
        AttachRequirements.Fit(state, host, changed).Enforce();
        return new Decision
        {
            Changes = [new VMPut(changed)],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = $"Fixed device {DeviceRequirements.Label(host, device)} attached to VM '{vm.Name}'",
            DeviceKey = attachment.Key,
        };
    }
}
