namespace VMware.Vim;

/// <summary>The keyboard.</summary>
public sealed class VirtualKeyboard : VirtualDevice;
