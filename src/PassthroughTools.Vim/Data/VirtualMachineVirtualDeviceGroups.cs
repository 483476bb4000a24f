namespace VMware.Vim;

/// <summary>The device groups that a machine has.</summary>
public sealed class VirtualMachineVirtualDeviceGroups : DynamicData
{
    public VirtualMachineVirtualDeviceGroupsDeviceGroup[]? DeviceGroup { get; set; }
}
