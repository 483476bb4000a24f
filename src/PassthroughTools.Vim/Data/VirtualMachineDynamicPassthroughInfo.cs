namespace VMware.Vim;

/// <summary>A kind of device for Dynamic DirectPath I/O.</summary>
public sealed class VirtualMachineDynamicPassthroughInfo : VirtualMachineTargetInfo
{
    public string? VendorName { get; set; }

    public string? DeviceName { get; set; }

    public string? CustomLabel { get; set; }

    public int VendorId { get; set; }

    public int DeviceId { get; set; }
}
