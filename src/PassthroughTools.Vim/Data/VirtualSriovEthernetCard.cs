namespace VMware.Vim;

/// <summary>A network adapter that uses a virtual function of an SR-IOV card.</summary>
public sealed class VirtualSriovEthernetCard : VirtualEthernetCard
{
    public bool? AllowGuestOSMtuChange { get; set; }

    public VirtualSriovEthernetCardSriovBackingInfo? SriovBacking { get; set; }

    public VirtualPCIPassthroughDvxBackingInfo? DvxBackingInfo { get; set; }
}
