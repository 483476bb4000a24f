namespace VMware.Vim;

/// <summary>A physical network adapter of a host.</summary>
public sealed class PhysicalNic : DynamicData
{
    public string? Key { get; set; }

    public string? Device { get; set; }

    /// <summary>The PCI address, such as 0000:3b:00.0.</summary>
    public string? Pci { get; set; }

    public string? Driver { get; set; }

    public string? DriverVersion { get; set; }

    public string? FirmwareVersion { get; set; }

    public PhysicalNicLinkInfo? LinkSpeed { get; set; }

    public string? Mac { get; set; }
}
