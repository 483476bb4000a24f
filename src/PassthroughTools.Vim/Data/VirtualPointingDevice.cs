namespace VMware.Vim;

/// <summary>The pointing device.</summary>
public sealed class VirtualPointingDevice : VirtualDevice;
