namespace VMware.Vim;

/// <summary>A device group of a machine.</summary>
public class VirtualMachineVirtualDeviceGroupsDeviceGroup : DynamicData
{
    /// <summary>What tells the group from others of the machine.</summary>
    public int GroupInstanceKey { get; set; }

    public Description? DeviceInfo { get; set; }
}
