using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Attaches one device of the virtual machine's host, by its address (Fixed DirectPath).</summary>
public sealed record AttachFixedDevice : AttachOperation
{
    /// <inheritdoc/>
    public required override string VMId { get; init; }

    /// <summary>The id of the device's host.</summary>
    public required string VMHostId { get; init; }

    /// <summary>The device's PCI address.</summary>
    public required PciAddress Address { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<Finding> Devices(InventoryState state, VMRecord vm)
    {
        var host = state.Host(VMHostId);
        var device = host.Device(Address);
        yield return DeviceRequirements.OnHostOf(state, host, device, vm);
        foreach (var finding in AttachRequirements.Usable(state, host, device, DirectPathTechnology.Fixed)) yield return finding;
        yield return DeviceRequirements.Free(state, host, device, vm);
    }

    /// <inheritdoc/>
    internal override VMRecord Attached(InventoryState state, VMRecord vm)
    {
        var device = state.Host(VMHostId).Device(Address);
        return vm.With(new AttachmentRecord
        {
            Key = vm.NextDeviceKey(),
            Technology = DirectPathTechnology.Fixed,
            Device = new DeviceRef(VMHostId, Address),
            VendorId = device.VendorId,
            DeviceId = device.DeviceId,
        });
    }

    private protected override string Summary(InventoryState state, VMRecord changed)
    {
        var host = state.Host(VMHostId);
        return $"Fixed device {DeviceRequirements.Label(host, host.Device(Address))} attached to VM '{changed.Name}'";
    }
}
