namespace PassthroughTools.Vim.Data;

/// <summary>An NVMe controller.</summary>
public sealed class VirtualNVMEController : VirtualController;
