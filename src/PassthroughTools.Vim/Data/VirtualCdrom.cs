namespace VMware.Vim;

/// <summary>A CD-ROM drive.</summary>
public sealed class VirtualCdrom : VirtualDevice;
