namespace PassthroughTools.Vim.Data;

/// <summary>The pointing device.</summary>
public sealed class VirtualPointingDevice : VirtualDevice;
