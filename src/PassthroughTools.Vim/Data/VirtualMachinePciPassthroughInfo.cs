namespace VMware.Vim;

/// <summary>A device for Fixed DirectPath I/O.</summary>
public class VirtualMachinePciPassthroughInfo : VirtualMachineTargetInfo
{
    public HostPciDevice? PciDevice { get; set; }

    /// <summary>The host's systemId, which a backing of the device must repeat.</summary>
    public string? SystemId { get; set; }
}
