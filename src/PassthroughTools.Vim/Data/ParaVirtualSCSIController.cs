namespace PassthroughTools.Vim.Data;

/// <summary>A paravirtual SCSI controller.</summary>
public sealed class ParaVirtualSCSIController : VirtualSCSIController;
