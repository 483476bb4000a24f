using System.Globalization;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Importing.Esxcli;

/// <summary>
/// How the devices of a list belong together: a virtual function to its physical one, a device to the one that it depends on.
/// </summary>
internal sealed class EsxcliTopology
{
    private const int BridgeClass = 0x06;

    private readonly IReadOnlyDictionary<PciAddress, PciDeviceRecord> devices;
    private readonly HashSet<PciAddress> virtualFunctions;
    private ILookup<(int Segment, int Bus), PciDeviceRecord>? byBus;

    /// <param name="devices">The devices of a host.</param>
    /// <param name="records">What the list says of them.</param>
    public EsxcliTopology(IReadOnlyDictionary<PciAddress, PciDeviceRecord> devices,
        IEnumerable<KeyValuePair<PciAddress, EsxcliRecord>> records)
    {
        this.devices = devices;
        virtualFunctions = [.. records.Where(static pair => IsVirtualFunction(pair.Value)).Select(static pair => pair.Key)];
    }

    /// <summary>The virtual functions, by their names.</summary>
    public IEnumerable<PciAddress> VirtualFunctions => virtualFunctions;

    /// <summary>
    /// The device that one depends on, or null. What esxcli prints is what the VMkernel has to let go of ("may be bridge": vim9.1
    /// in the catalog, HostPciPassthruInfo.dependentDevice), not what is reset. A function that is reset alone, by Function Level
    /// Reset (PCI Express Base Specification) or by its power state D3, depends on none, whatever its Dependent Device.
    /// </summary>
    public static PciAddress? DependentOf(EsxcliRecord record, PciAddress own)
    {
        bool isResetAlone = record.Text("ResetMethod") is { } method
            && (method.StartsWith("Function", StringComparison.OrdinalIgnoreCase)
                || method.StartsWith("D3", StringComparison.OrdinalIgnoreCase));
        return !isResetAlone && AddressIn(record.Text("DependentDevice")) is { } other && other != own ? other : null;
    }

    private static bool IsVirtualFunction(EsxcliRecord record) => OwnNameOf(record) is not null
        || (record.Text("DeviceName") is { } name
            && (name.IndexOf("Virtual Function", StringComparison.OrdinalIgnoreCase) >= 0
                || name.Split(' ', '[', ']', '(', ')', '-', '_').Contains("VF", StringComparer.OrdinalIgnoreCase)));

    /// <summary>
    /// The physical function of a device, or null where it is none or not known: the parent where that is no bridge; the one that
    /// the VMkernel's name has, as in PF_0.202.1_VF_3; else the only device of the maker that can be it.
    /// </summary>
    public PciAddress? PhysicalFunctionOf(EsxcliRecord record, PciDeviceRecord device)
    {
        if (AddressIn(record.Text("ParentDevice")) is { } parent && parent != device.Address && IsEndpoint(parent)) return parent;
        if (OwnNameOf(record) is { } named && named != device.Address && devices.ContainsKey(named)) return named;
        if (!virtualFunctions.Contains(device.Address)) return null;
        var here = Candidates(device, device.Address.Bus);

        // Virtual functions may lie on the bus behind their physical one's (PCI Express, SR-IOV: First VF Offset, VF Stride).
        var near = here.Count > 0 ? here : Candidates(device, device.Address.Bus - 1);
        return near.Count == 1 ? near[0].Address : null;
    }

    /// <summary>The devices of a bus before a virtual function that its physical one may be.</summary>
    private List<PciDeviceRecord> Candidates(PciDeviceRecord device, int bus)
    {
        byBus ??= devices.Values.ToLookup(static other => (other.Address.Segment, other.Address.Bus));
        return [.. byBus[(device.Address.Segment, bus)].Where(
            other => other.Address < device.Address && other.VendorId == device.VendorId
            && ClassOf(other) == ClassOf(device) && !virtualFunctions.Contains(other.Address))];
    }

    /// <summary>PCI 0:59:0:0 with all parts in decimal, as esxcli prints the devices that one names.</summary>
    private static PciAddress? AddressIn(string? text)
    {
        if (text is null) return null;
        if (PciAddress.TryParse(text, out var address)) return address;
        var parts = text.Substring(text.StartsWith("PCI ", StringComparison.OrdinalIgnoreCase) ? 4 : 0).Split(':', '.');
        return parts.Length == 4 && Part(parts[0], 0xffff) is { } segment && Part(parts[1], 0xff) is { } bus
            && Part(parts[2], 0x1f) is { } slot
            && Part(parts[3], 7) is { } function ? new PciAddress(segment, bus, slot, function) : null;
    }

    /// <summary>
    /// The physical function in the name that ESXi gives a virtual one: segment, bus and function, all decimal.
    /// </summary>
    private static PciAddress? OwnNameOf(EsxcliRecord record)
    {
        var name = record.Text("VMkernelName");
        int end = name?.IndexOf("_VF_", StringComparison.OrdinalIgnoreCase) ?? -1;
        if (end < 3 || !name!.StartsWith("PF_", StringComparison.OrdinalIgnoreCase)) return null;
        var parts = name.Substring(3, end - 3).Split('.');
        return parts.Length == 3 && Part(parts[0], 0xffff) is { } segment && Part(parts[1], 0xff) is { } bus
            && Part(parts[2], 0xff) is { } function
            ? new PciAddress(segment, bus, function >> 3, function & 7) : null;
    }

    private static int? Part(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int part) && part <= most ? part : null;

    private static int ClassOf(PciDeviceRecord device) => device.ClassId.Value >> 8;

    private bool IsEndpoint(PciAddress address) =>
        devices.TryGetValue(address, out var device) && device.ClassId != default && ClassOf(device) != BridgeClass
        && !virtualFunctions.Contains(address);
}
