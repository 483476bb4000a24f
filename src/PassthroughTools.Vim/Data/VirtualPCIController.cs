namespace PassthroughTools.Vim.Data;

/// <summary>The PCI controller.</summary>
public sealed class VirtualPCIController : VirtualController;
