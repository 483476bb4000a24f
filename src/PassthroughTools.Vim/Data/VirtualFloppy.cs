namespace PassthroughTools.Vim.Data;

/// <summary>A floppy drive.</summary>
public sealed class VirtualFloppy : VirtualDevice;
