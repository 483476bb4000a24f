namespace PassthroughTools.Vim.Data;

/// <summary>An IDE controller.</summary>
public sealed class VirtualIDEController : VirtualController;
