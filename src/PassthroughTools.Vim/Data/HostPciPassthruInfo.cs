namespace VMware.Vim;

/// <summary>What a host says of a PCI device's passthrough.</summary>
public class HostPciPassthruInfo : DynamicData
{
    /// <summary>The PCI address, such as 0000:3b:00.0.</summary>
    public string? Id { get; set; }

    /// <summary>The PCI address of the device that is reset with it; its own where it can be reset alone.</summary>
    public string? DependentDevice { get; set; }

    public bool? PassthruEnabled { get; set; }

    public bool? PassthruCapable { get; set; }

    public bool? PassthruActive { get; set; }

    public string? HardwareLabel { get; set; }

    /// <summary>Its mode (API 9.1).</summary>
    public HostPciPassthruInfoDirectPathState? DirectPathState { get; set; }
}
