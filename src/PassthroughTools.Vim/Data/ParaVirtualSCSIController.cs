namespace VMware.Vim;

/// <summary>A paravirtual SCSI controller.</summary>
public sealed class ParaVirtualSCSIController : VirtualSCSIController;
