namespace PassthroughTools.Vim.Data;

/// <summary>A virtual TPM.</summary>
public sealed class VirtualTPM : VirtualDevice;
