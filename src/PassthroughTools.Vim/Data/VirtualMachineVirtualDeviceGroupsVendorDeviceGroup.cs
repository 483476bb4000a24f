namespace VMware.Vim;

/// <summary>A device group that the host's vendor defines.</summary>
public sealed class VirtualMachineVirtualDeviceGroupsVendorDeviceGroup : VirtualMachineVirtualDeviceGroupsDeviceGroup
{
    public string? DeviceGroupName { get; set; }
}
