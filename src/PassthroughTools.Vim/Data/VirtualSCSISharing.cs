namespace PassthroughTools.Vim.Data;

/// <summary>VIM VirtualSCSISharing.</summary>
public enum VirtualSCSISharing : long
{
    noSharing,
    virtualSharing,
    physicalSharing,
}
