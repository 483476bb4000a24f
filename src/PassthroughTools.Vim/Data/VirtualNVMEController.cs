namespace VMware.Vim;

/// <summary>An NVMe controller.</summary>
public sealed class VirtualNVMEController : VirtualController;
