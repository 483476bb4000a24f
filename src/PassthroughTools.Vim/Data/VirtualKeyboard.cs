namespace PassthroughTools.Vim.Data;

/// <summary>The keyboard.</summary>
public sealed class VirtualKeyboard : VirtualDevice;
