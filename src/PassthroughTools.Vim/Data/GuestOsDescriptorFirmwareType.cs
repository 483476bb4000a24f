namespace PassthroughTools.Vim.Data;

/// <summary>The firmware of a virtual machine.</summary>
public enum GuestOsDescriptorFirmwareType : long
{
    bios,
    efi,
}
