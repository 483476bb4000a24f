namespace PassthroughTools.Inventory;

/// <summary>The bus of a passthrough device, with PowerCLI's names.</summary>
public enum PassthroughDeviceType : long
{
    /// <summary>A PCI device.</summary>
    Pci,

    /// <summary>A SCSI device. No backend of this version keeps any.</summary>
    Scsi,
}
