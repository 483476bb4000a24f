namespace VMware.Vim;

/// <summary>A device's PCI slot.</summary>
public sealed class VirtualDevicePciBusSlotInfo : VirtualDeviceBusSlotInfo
{
    public int PciSlotNumber { get; set; }
}
