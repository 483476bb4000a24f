namespace VMware.Vim;

/// <summary>An LSI Logic SCSI controller.</summary>
public sealed class VirtualLsiLogicController : VirtualSCSIController;
