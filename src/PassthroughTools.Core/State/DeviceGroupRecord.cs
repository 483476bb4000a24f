using PassthroughTools.Inventory;
using PassthroughTools.Text;

namespace PassthroughTools.State;

/// <summary>
/// Devices of a host that one virtual machine is given together, such as GPUs that NVLink connects (vSphere Web Services API,
/// VirtualMachineVendorDeviceGroupInfo). Several groups of a host may have one name, as NVLink pairs have, and a device may
/// belong to several groups, as on HGX boards to one of two, of four and of eight GPUs.
/// </summary>
public sealed record DeviceGroupRecord
{
    /// <summary>The name as the host has it, such as Nvidia:2@grid_a100d-80c%NVLink, or one of an administrator's own.</summary>
    public required string Name { get; init; }

    /// <summary>The PCI addresses of its devices, two or more, in their order.</summary>
    public required TextList<PciAddress> Members { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
