namespace VMware.Vim;

/// <summary>A device of a device group.</summary>
public sealed class VirtualMachineVendorDeviceGroupInfoComponentDeviceInfo : DynamicData
{
    public string? Type { get; set; }

    public string? VendorName { get; set; }

    public string? DeviceName { get; set; }

    public bool IsConfigurable { get; set; }

    public VirtualDevice? Device { get; set; }
}
