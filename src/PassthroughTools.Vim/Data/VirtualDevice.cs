namespace VMware.Vim;

/// <summary>A device of a virtual machine's hardware.</summary>
public class VirtualDevice : DynamicData
{
    /// <summary>The key, unique in the machine; negative in a spec for a device that is added.</summary>
    public int Key { get; set; }

    public Description? DeviceInfo { get; set; }

    public VirtualDeviceBackingInfo? Backing { get; set; }

    public VirtualDeviceConnectInfo? Connectable { get; set; }

    public VirtualDeviceBusSlotInfo? SlotInfo { get; set; }

    /// <summary>The key of the controller that it hangs on.</summary>
    public int? ControllerKey { get; set; }

    /// <summary>Its place on that controller.</summary>
    public int? UnitNumber { get; set; }

    public int? NumaNode { get; set; }

    public VirtualDeviceDeviceGroupInfo? DeviceGroupInfo { get; set; }
}
