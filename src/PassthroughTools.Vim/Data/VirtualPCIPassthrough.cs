namespace VMware.Vim;

/// <summary>A PCI device of the host that is passed through.</summary>
public sealed class VirtualPCIPassthrough : VirtualDevice;
