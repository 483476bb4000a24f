namespace PassthroughTools.Vim.Data;

/// <summary>An LSI Logic SAS controller.</summary>
public sealed class VirtualLsiLogicSASController : VirtualSCSIController;
