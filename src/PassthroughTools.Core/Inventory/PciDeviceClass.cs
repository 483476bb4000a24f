namespace PassthroughTools.Inventory;

/// <summary>
/// The base class of a PCI device (the high byte of its class code), with PowerCLI's names. Values: PCI Code and ID Assignment
/// Specification.
/// </summary>
public enum PciDeviceClass : long
{
    /// <summary>
    /// Not known, or none of these, such as 0xff. A class of 0x0000, of devices older than the class codes, counts as not known
    /// too.
    /// </summary>
    Unknown = -1,

    /// <summary>0x00</summary>
    UnclassifiedDevice = 0x00,

    /// <summary>0x01</summary>
    MassStorageController = 0x01,

    /// <summary>0x02</summary>
    NetworkController = 0x02,

    /// <summary>0x03</summary>
    DisplayController = 0x03,

    /// <summary>0x04</summary>
    MultimediaController = 0x04,

    /// <summary>0x05</summary>
    MemoryController = 0x05,

    /// <summary>0x06</summary>
    Bridge = 0x06,

    /// <summary>0x07</summary>
    CommunicationController = 0x07,

    /// <summary>0x08</summary>
    GenericSystemPeripheral = 0x08,

    /// <summary>0x09</summary>
    InputDeviceController = 0x09,

    /// <summary>0x0a</summary>
    DockingStation = 0x0a,

    /// <summary>0x0b</summary>
    Processor = 0x0b,

    /// <summary>0x0c</summary>
    SerialBusController = 0x0c,

    /// <summary>0x0d</summary>
    WirelessController = 0x0d,

    /// <summary>0x0e</summary>
    IntelligentController = 0x0e,

    /// <summary>0x0f</summary>
    SatelliteCommunicationsController = 0x0f,

    /// <summary>0x10</summary>
    EncryptionController = 0x10,

    /// <summary>0x11</summary>
    SignalProcessingController = 0x11,

    /// <summary>0x12</summary>
    ProcessingAccelerators = 0x12,

    /// <summary>0x13</summary>
    NonEssentialInstrumentation = 0x13,
}
