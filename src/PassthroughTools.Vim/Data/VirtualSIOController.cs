namespace PassthroughTools.Vim.Data;

/// <summary>The super I/O controller.</summary>
public sealed class VirtualSIOController : VirtualController;
