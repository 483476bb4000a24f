namespace PassthroughTools.Inventory;

/// <summary>The firmware that a virtual machine boots with.</summary>
public enum Firmware : long
{
    /// <summary>BIOS; cannot map large MMIO regions.</summary>
    Bios,

    /// <summary>EFI.</summary>
    Efi,
}
