using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Importing.Esxcli;

/// <summary>
/// What one file of esxcli's output holds: the devices of <c>esxcli hardware pci list</c>, the switches of
/// <c>esxcli hardware pci pcipassthru list</c>, or both. Records are told apart by their fields.
/// </summary>
internal sealed class EsxcliLists
{
    private const int MaxNumaNode = 1024;
    private const string PassthroughOwner = "VM Passthru";
    private const string UnknownOwner = "Unknown";

    private readonly SortedDictionary<PciAddress, PciDeviceRecord> devices = [];
    private readonly SortedDictionary<PciAddress, bool> enabled = [];
    private readonly HashSet<PciAddress> dependence = [];

    /// <summary>The devices in the order of their addresses; empty where the file has no such list.</summary>
    public IReadOnlyCollection<PciDeviceRecord> Devices => devices.Values;

    /// <summary>Which devices are enabled for passthrough; empty where the file has no such list.</summary>
    public IReadOnlyDictionary<PciAddress, bool> Enabled => enabled;

    /// <summary>The devices whose names say that they are virtual functions.</summary>
    public IReadOnlyCollection<PciAddress> VirtualFunctions { get; private set; } = [];

    /// <summary>Whether it says of a device what that depends on; ESXi 5, and a filter, leave it out.</summary>
    public bool TellsDependence(PciAddress address) => dependence.Contains(address);

    /// <summary>Whether only some of a host's devices are listed, so that the others may be there all the same.</summary>
    public bool IsFiltered { get; private set; }

    /// <param name="path">The file.</param>
    /// <param name="records">The records, of one command or several.</param>
    /// <param name="isFiltered">Whether the output was filtered.</param>
    /// <exception cref="PassthroughException">InputMalformed: a record is no device, or a device stands twice.</exception>
    public static EsxcliLists Of(string path, IReadOnlyCollection<EsxcliRecord> records, bool isFiltered)
    {
        var lists = new EsxcliLists { IsFiltered = isFiltered };
        var described = new Dictionary<PciAddress, EsxcliRecord>();
        foreach (var record in records)
        {
            if (record.Has("Enabled") && !record.Has("VendorID"))
            {
                Add(lists.enabled, path, record, AddressOf(record, "DeviceID"), record.Flag("Enabled"));
                continue;
            }

            var device = Device(record);
            Add(lists.devices, path, record, device.Address, device);
            if (record.Has("DependentDevice")) lists.dependence.Add(device.Address);
            described.Add(device.Address, record);
        }

        var topology = new EsxcliTopology(lists.devices, described);
        foreach (var pair in described)
        {
            var device = lists.devices[pair.Key];
            lists.devices[pair.Key] = device with
            {
                ParentAddress = topology.PhysicalFunctionOf(pair.Value, device),
                DependentAddress = EsxcliTopology.DependentOf(pair.Value, device.Address),
            };
        }

        lists.VirtualFunctions = [.. topology.VirtualFunctions];
        return lists;
    }

    /// <summary>Whether another file says the same.</summary>
    public bool IsSame(EsxcliLists other) => devices.SequenceEqual(other.devices) && enabled.SequenceEqual(other.enabled);

    private static void Add<T>(SortedDictionary<PciAddress, T> list, string path, EsxcliRecord record,
        PciAddress address, T value)
    {
        if (list.ContainsKey(address)) throw Malformed.At(path, record.Line, $"device {address} stands twice in the file");
        list.Add(address, value);
    }

    private static PciDeviceRecord Device(EsxcliRecord record)
    {
        var current = ModeOf(record.Text("CurrentOwner"));

        // ESXi prints Unknown for a device that nobody has configured: it stays as it is.
        var configured = ModeOf(record.Text("ConfiguredOwner"));
        return new PciDeviceRecord
        {
            Address = AddressOf(record),
            VendorId = record.Id("VendorID"),
            DeviceId = record.Id("DeviceID"),
            SubVendorId = record.Id("SubVendorID"),
            SubDeviceId = record.Id("SubDeviceID"),
            ClassId = record.Text("DeviceClass") is null ? default : record.Id("DeviceClass"),
            ClassName = record.Text("DeviceClassName"),
            VendorName = record.Text("VendorName"),
            Name = record.Text("DeviceName"),
            PhysicalSlot = IsNone(record, "PhysicalSlot") ? null : record.Text("PhysicalSlot"),
            NumaNode = NumaNode(record),
            HardwareLabel = record.Text("HardwareLabel"),
            PassthroughCapable = record.Flag("PassthruCapable"),
            Mode = configured == DeviceMode.Unknown ? current : configured,
            ActiveMode = current,
        };
    }

    private static DeviceMode ModeOf(string? owner) => owner is null || Is(owner, UnknownOwner) ? DeviceMode.Unknown
        : Is(owner, PassthroughOwner) ? DeviceMode.DirectPath : DeviceMode.Host;

    private static int? NumaNode(EsxcliRecord record)
    {
        if (record.Number("NUMANode") is not { } node || IsNone(record, "NUMANode")) return null;
        return node is >= 0 and <= MaxNumaNode
            ? (int)node
            : throw record.Fault("NUMANode", FormattableString.Invariant($"a NUMA node from 0 to {MaxNumaNode} is expected"));
    }

    /// <summary>Whether a slot or node is none: esxcli prints -1, mostly as the unsigned number.</summary>
    private static bool IsNone(EsxcliRecord record, string field) => record.Text(field) is "4294967295" or "0xffffffff" or "-1";

    /// <summary>
    /// The parts count where they are there: ESXi 5 wrote the address itself in decimal, as 000:002:00.1.
    /// </summary>
    private static PciAddress AddressOf(EsxcliRecord record)
    {
        if (!record.Has("Segment") || !record.Has("Bus") || !record.Has("Slot") || !record.Has("Function"))
            return AddressOf(record, "Address");
        var address = new PciAddress(Part(record, "Segment", 0xffff), Part(record, "Bus", 0xff), Part(record, "Slot", 0x1f),
            Part(record, "Function", 7));
        if (PciAddress.TryParse(record.Text("Address"), out var written) && written != address)
            throw record.Fault("Address", $"Segment, Bus, Slot and Function say {address}");
        return address;
    }

    private static PciAddress AddressOf(EsxcliRecord record, string field) =>
        PciAddress.TryParse(record.Required(field), out var address)
        ? address
        : throw record.Fault(field, "a PCI address such as 0000:03:00.0 is expected");

    private static int Part(EsxcliRecord record, string field, int most) =>
        record.Number(field) is { } part && part >= 0 && part <= most
        ? (int)part
        : throw record.Fault(field, FormattableString.Invariant($"a number from 0 to {most} is expected"));

    private static bool Is(string text, string other) => string.Equals(text, other, StringComparison.OrdinalIgnoreCase);
}
