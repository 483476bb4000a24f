namespace VMware.Vim;

/// <summary>What is asked of an SR-IOV device's passthrough.</summary>
public sealed class HostSriovConfig : HostPciPassthruConfig
{
    public bool SriovEnabled { get; set; }

    public int NumVirtualFunction { get; set; }
}
