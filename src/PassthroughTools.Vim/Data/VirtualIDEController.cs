namespace VMware.Vim;

/// <summary>An IDE controller.</summary>
public sealed class VirtualIDEController : VirtualController;
