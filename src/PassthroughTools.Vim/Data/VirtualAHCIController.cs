namespace VMware.Vim;

/// <summary>An AHCI controller.</summary>
public sealed class VirtualAHCIController : VirtualSATAController;
