namespace VMware.Vim;

/// <summary>A virtual TPM.</summary>
public sealed class VirtualTPM : VirtualDevice;
