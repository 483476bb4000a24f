namespace VMware.Vim;

/// <summary>The functions that an SR-IOV network adapter uses.</summary>
public sealed class VirtualSriovEthernetCardSriovBackingInfo : VirtualDeviceBackingInfo
{
    public VirtualPCIPassthroughDeviceBackingInfo? PhysicalFunctionBacking { get; set; }

    public VirtualPCIPassthroughDeviceBackingInfo? VirtualFunctionBacking { get; set; }

    public int? VirtualFunctionIndex { get; set; }
}
