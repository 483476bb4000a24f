namespace VMware.Vim;

/// <summary>The PCI controller.</summary>
public sealed class VirtualPCIController : VirtualController;
