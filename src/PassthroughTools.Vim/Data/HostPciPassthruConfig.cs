namespace VMware.Vim;

/// <summary>What is asked of a PCI device's passthrough.</summary>
public class HostPciPassthruConfig : DynamicData
{
    /// <summary>The PCI address, such as 0000:3b:00.0.</summary>
    public string? Id { get; set; }

    public bool PassthruEnabled { get; set; }

    public bool? ApplyNow { get; set; }

    public string? HardwareLabel { get; set; }
}
