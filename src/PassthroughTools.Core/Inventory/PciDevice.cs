using Newtonsoft.Json;
using PassthroughTools.State;

namespace PassthroughTools.Inventory;

/// <summary>A PCI device of a host, whether it can be passed through or not.</summary>
public sealed class PciDevice : PciNumbers
{
    internal PciDevice(VMHost host, PciDeviceRecord record)
        : base(host.ReadFrom, nameof(PciDevice))
    {
        VMHost = host;
        Record = record;
    }

    /// <summary>The PCI address.</summary>
    public override string Id => Record.Address.ToString();

    /// <summary>The vendor's name and the device's, as far as they are known; else the two IDs.</summary>
    public override string Name => (Record.VendorName, Record.Name) switch
    {
        ({ } vendor, { } device) => $"{vendor} {device}",
        (_, { } device) => device,
        _ => $"{Record.VendorId}:{Record.DeviceId}",
    };

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Uid => $"{VMHost.Uid}PciDevice={Id}/";

    /// <summary>The device's name.</summary>
    [JsonIgnore]
    public string? DeviceName => Record.Name;

    /// <summary>The host.</summary>
    [JsonIgnore]
    public VMHost VMHost { get; }

    /// <summary>The host's id.</summary>
    [JsonIgnore]
    public string VMHostId => VMHost.Id;

    /// <summary>The bus number.</summary>
    [JsonIgnore]
    public int Bus => Record.Address.Bus;

    /// <summary>The slot number.</summary>
    [JsonIgnore]
    public int Slot => Record.Address.Slot;

    /// <summary>The function number.</summary>
    [JsonIgnore]
    public int Function => Record.Address.Function;

    /// <summary>The base class.</summary>
    [JsonIgnore]
    public PciDeviceClass DeviceClass => Record.BaseClass;

    /// <summary>The class and subclass; null where they are not known.</summary>
    [JsonIgnore]
    public new PciId? ClassId => Record.KnownClassId;

    /// <summary>The class name.</summary>
    [JsonIgnore]
    public string? ClassName => Record.ClassName;

    /// <summary>The vendor's name.</summary>
    [JsonIgnore]
    public string? VendorName => Record.VendorName;

    /// <summary>The vendor ID.</summary>
    [JsonIgnore]
    public new PciId VendorId => Record.VendorId;

    /// <summary>The device ID.</summary>
    [JsonIgnore]
    public new PciId DeviceId => Record.DeviceId;

    /// <summary>The subsystem vendor ID.</summary>
    [JsonIgnore]
    public new PciId SubVendorId => Record.SubVendorId;

    /// <summary>The subsystem device ID.</summary>
    [JsonIgnore]
    public new PciId SubDeviceId => Record.SubDeviceId;

    /// <summary>Whether the host can pass the device through.</summary>
    [JsonIgnore]
    public bool PassthroughCapable => Record.PassthroughCapable;

    /// <summary>The NUMA node.</summary>
    [JsonIgnore]
    public int? NumaNode => Record.NumaNode;

    /// <summary>The physical slot.</summary>
    [JsonIgnore]
    public string? PhysicalSlot => Record.PhysicalSlot;

    /// <summary>The PCI address of the physical function that a virtual function belongs to.</summary>
    [JsonIgnore]
    public string? ParentId => Record.ParentAddress?.ToString();

    /// <summary>
    /// The PCI address of the device that it depends on, such as the bridge that it is reset with: devices with the same one are
    /// used by one virtual machine. Null where it depends on none, or where that is not known.
    /// </summary>
    [JsonIgnore]
    public string? DependentId => Record.DependentAddress?.ToString();

    internal PciDeviceRecord Record { get; }

    private protected override PciDeviceRecord? Device => Record;
}
