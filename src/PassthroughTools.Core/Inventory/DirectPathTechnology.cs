namespace PassthroughTools.Inventory;

/// <summary>How a device is passed through to a virtual machine.</summary>
public enum DirectPathTechnology : long
{
    /// <summary>One device, selected by host and PCI address.</summary>
    Fixed,

    /// <summary>
    /// Any free device with allowed vendor and device IDs and, where asked for, a hardware label; chosen at power on (vSphere 7).
    /// </summary>
    Dynamic,

    /// <summary>Any free device of a DVX device class; chosen at power on (vSphere 8).</summary>
    Enhanced,
}
