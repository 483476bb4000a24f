namespace VMware.Vim;

/// <summary>A DVX device class for Enhanced DirectPath I/O.</summary>
public sealed class VirtualMachineDvxClassInfo : DynamicData
{
    public ElementDescription? DeviceClass { get; set; }

    public string? VendorName { get; set; }

    public bool SriovNic { get; set; }
}
