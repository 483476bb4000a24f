namespace PassthroughTools.Vim.Data;

/// <summary>A CD-ROM drive.</summary>
public sealed class VirtualCdrom : VirtualDevice;
