namespace VMware.Vim;

/// <summary>A network adapter.</summary>
public class VirtualEthernetCard : VirtualDevice
{
    public string? AddressType { get; set; }

    public string? MacAddress { get; set; }

    public bool? WakeOnLanEnabled { get; set; }

    public VirtualEthernetCardResourceAllocation? ResourceAllocation { get; set; }

    public string? ExternalId { get; set; }

    public bool? UptCompatibilityEnabled { get; set; }
}
