namespace VMware.Vim;

/// <summary>
/// The mode of a PCI device (API 9.1): none, host, directPath, enhancedDirectPath, vGpuSameSize, vGpuMixedSize or systemSelect.
/// The order is that of the API's examples in JSON.
/// </summary>
public sealed class HostPciPassthruInfoDirectPathState : DynamicData
{
    public string? Mode { get; set; }

    public string[]? ConfigurableModes { get; set; }

    /// <summary>The memory in use, in MB.</summary>
    public long? UsedMemory { get; set; }
}
