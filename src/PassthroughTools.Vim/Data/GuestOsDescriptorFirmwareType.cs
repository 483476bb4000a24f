namespace VMware.Vim;

/// <summary>The firmware of a virtual machine.</summary>
public enum GuestOsDescriptorFirmwareType : long
{
    bios,
    efi,
}
