namespace VMware.Vim;

/// <summary>A device group.</summary>
public sealed class VirtualMachineVendorDeviceGroupInfo : VirtualMachineTargetInfo
{
    public string? DeviceGroupName { get; set; }

    public string? DeviceGroupDescription { get; set; }

    public VirtualMachineVendorDeviceGroupInfoComponentDeviceInfo[]? ComponentDeviceInfo { get; set; }
}
