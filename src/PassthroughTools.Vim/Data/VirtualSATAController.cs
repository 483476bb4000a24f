namespace PassthroughTools.Vim.Data;

/// <summary>A SATA controller.</summary>
public class VirtualSATAController : VirtualController;
