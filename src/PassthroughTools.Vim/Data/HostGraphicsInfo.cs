namespace VMware.Vim;

/// <summary>A graphics device of a host.</summary>
public sealed class HostGraphicsInfo : DynamicData
{
    public string? DeviceName { get; set; }

    public string? VendorName { get; set; }

    /// <summary>The PCI address, such as 0000:3b:00.0.</summary>
    public string? PciId { get; set; }

    /// <summary>basic, shared, direct or sharedDirect.</summary>
    public string? GraphicsType { get; set; }

    public string? VgpuMode { get; set; }

    public long? MemorySizeInKB { get; set; }

    public ManagedObjectReference[]? Vm { get; set; }
}
