namespace PassthroughTools.Vim.Data;

/// <summary>An LSI Logic SCSI controller.</summary>
public sealed class VirtualLsiLogicController : VirtualSCSIController;
