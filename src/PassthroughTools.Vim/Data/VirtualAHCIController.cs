namespace PassthroughTools.Vim.Data;

/// <summary>An AHCI controller.</summary>
public sealed class VirtualAHCIController : VirtualSATAController;
