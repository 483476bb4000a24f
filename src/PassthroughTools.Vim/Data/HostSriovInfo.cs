namespace VMware.Vim;

/// <summary>What a host says of an SR-IOV device's passthrough.</summary>
public sealed class HostSriovInfo : HostPciPassthruInfo
{
    public bool? SriovEnabled { get; set; }

    public bool? SriovCapable { get; set; }

    public bool? SriovActive { get; set; }

    public int? NumVirtualFunctionRequested { get; set; }

    public int? NumVirtualFunction { get; set; }

    public int? MaxVirtualFunctionSupported { get; set; }
}
