namespace PassthroughTools.Inventory;

/// <summary>
/// What a host uses a PCI device for. Names and meaning: vSphere Web Services API 9.1, HostPciPassthruInfo.DirectPathDeviceMode.
/// </summary>
public enum DeviceMode : long
{
    /// <summary>The device has no mode.</summary>
    None,

    /// <summary>ESXi itself uses the device.</summary>
    Host,

    /// <summary>For Fixed and Dynamic DirectPath I/O.</summary>
    DirectPath,

    /// <summary>For Enhanced DirectPath I/O (device virtualization extensions, DVX).</summary>
    EnhancedDirectPath,

    /// <summary>For vGPUs of one size.</summary>
    VGpuSameSize,

    /// <summary>For vGPUs of several sizes.</summary>
    VGpuMixedSize,

    /// <summary>ESXi selects the mode.</summary>
    SystemSelect,

    /// <summary>The mode is not known. No name of vSphere's, and never set.</summary>
    Unknown,
}
