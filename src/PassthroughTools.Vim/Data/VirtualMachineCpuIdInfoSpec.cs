namespace VMware.Vim;

/// <summary>How the processor features that a guest sees are to change.</summary>
public sealed class VirtualMachineCpuIdInfoSpec : ArrayUpdateSpec
{
    public HostCpuIdInfo? Info { get; set; }
}
