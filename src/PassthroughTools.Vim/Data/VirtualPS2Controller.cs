namespace VMware.Vim;

/// <summary>The PS/2 controller of keyboard and pointing device.</summary>
public sealed class VirtualPS2Controller : VirtualController;
