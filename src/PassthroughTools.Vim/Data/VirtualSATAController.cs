namespace VMware.Vim;

/// <summary>A SATA controller.</summary>
public class VirtualSATAController : VirtualController;
