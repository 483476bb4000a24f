namespace VMware.Vim;

/// <summary>An SR-IOV device.</summary>
public sealed class VirtualMachineSriovInfo : VirtualMachinePciPassthroughInfo
{
    public bool VirtualFunction { get; set; }

    public string? Pnic { get; set; }
}
