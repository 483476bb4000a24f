namespace VMware.Vim;

/// <summary>A floppy drive.</summary>
public sealed class VirtualFloppy : VirtualDevice;
