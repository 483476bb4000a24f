namespace VMware.Vim;

/// <summary>The super I/O controller.</summary>
public sealed class VirtualSIOController : VirtualController;
