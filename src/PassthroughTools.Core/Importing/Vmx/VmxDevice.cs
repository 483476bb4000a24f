using System.Globalization;
using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Importing.Vmx;

/// <summary>
/// One pciPassthruN of a .vmx file. Its keys: id for Fixed; allowedDevices and customLabel for Dynamic (VMware: "Using Dynamic
/// DirectPath IO (Passthrough) with VMs"); virtualDev = "dvx", dvx.deviceClass and dvx.config.* for Enhanced (seen in Intel's DSA
/// test suite). With pfId or systemId = "BYPASS" it is an SR-IOV network adapter, with vgpu a vGPU: neither is a DirectPath
/// device.
/// </summary>
internal sealed class VmxDevice
{
    private const string Prefix = SettingName.Passthrough;
    private const string ClassPrefix = "dvx.";
    private const string ConfigPrefix = ClassPrefix + "config.";
    private const int MaxIndexDigits = 3;

    private readonly VmxDictionary file;
    private readonly int index;
    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    private VmxDevice(VmxDictionary file, int index)
    {
        this.file = file;
        this.index = index;
    }

    /// <summary>Why it is left out, or null where it is a DirectPath device.</summary>
    public string? LeftOut =>
        IsSriov ? SriovAdapter.Describe(Name, Value("pfId"))
        : Value("vgpu") is { } profile ? $"{Name} (vGPU {Malformed.Quote(profile)}, recorded as a setting)"
        : null;

    private bool IsSriov => Value("pfId") is not null || SriovAdapter.IsBypass(Value("systemId"));

    private string Name => FormattableString.Invariant($"{Prefix}{index}");

    /// <summary>Whether the machine has it; if not, its keys are left from an earlier one.</summary>
    public bool IsPresent => file.Flag(Name + ".present");

    /// <summary>
    /// Its keys that are none of the device's own: how it is reset, whether its ROM and MSI are used. Of an SR-IOV network
    /// adapter those that say which function it uses, of a vGPU its profile.
    /// </summary>
    public IEnumerable<KeyValuePair<string, string>> Settings
    {
        get
        {
            foreach (var pair in values)
            {
                var key = $"{Name}.{pair.Key}";
                if (LeftOut is not null)
                {
                    if (IsPresent && (IsSriov ? SriovAdapter.IsKey(key) : VGpu.IsKey(key)))
                        yield return new KeyValuePair<string, string>(key, pair.Value);
                    continue;
                }

                bool isOwn = SettingName.IsPartOfDevice(key) || SriovAdapter.IsKey(key) || VGpu.IsKey(key)
                    || string.Equals(pair.Key, "pciSlotNumber", StringComparison.OrdinalIgnoreCase);
                if (!isOwn) yield return new KeyValuePair<string, string>(key, pair.Value);
            }
        }
    }

    /// <summary>Whether a key is one of a pciPassthruN.</summary>
    public static bool IsKey(string key) => TrySplit(key, out _, out _);

    /// <summary>The devices in the order of their numbers, whether they are present or not.</summary>
    public static List<VmxDevice> AllOf(VmxDictionary file)
    {
        var devices = new SortedDictionary<int, VmxDevice>();
        foreach (var pair in file.All)
        {
            if (!TrySplit(pair.Key, out int index, out var name)) continue;
            if (!devices.TryGetValue(index, out var device)) devices.Add(index, device = new VmxDevice(file, index));
            device.values[name] = pair.Value.Text;
        }

        return [.. devices.Values];
    }

    /// <summary>The request as it is stored, and for Fixed the device's address on the host.</summary>
    /// <exception cref="Errors.PassthroughException">InputMalformed.</exception>
    public (AttachmentRecord Request, PciAddress? Address) Read()
    {
        var request = new AttachmentRecord { Key = AttachmentRecord.FirstKey + index };
        if (Value("dvx.deviceClass") is { } deviceClass)
        {
            request = request with { Technology = DirectPathTechnology.Enhanced, DeviceClass = deviceClass,
                ConfigParameters = ConfigParameters() };
            return (request, null);
        }

        if (Value("allowedDevices") is { } allowed)
        {
            var allowedDevices = AllowedDevices(allowed);
            request = request with { Technology = DirectPathTechnology.Dynamic, AllowedDevices = allowedDevices,
                HardwareLabel = Value("customLabel") };
            return (request, null);
        }

        if (Value("id") is not { } id)
            throw file.Fault(Name + ".present", $"{Name} needs one of the keys id, allowedDevices and dvx.deviceClass");
        return VmxAddress.TryParse(id, out var address)
            ? (request with { Technology = DirectPathTechnology.Fixed, VendorId = PciId("vendorId"),
                DeviceId = PciId("deviceId") }, address)
            : throw file.Fault(Name + ".id",
                "a PCI address such as 00000:066:00.0 (decimal) or 0000:42:00.0 (hexadecimal) is expected");
    }

    private string? Value(string name) => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>One half of the card's identity, hexadecimal with 0x or without.</summary>
    private PciId PciId(string name)
    {
        if (Value(name) is not { } text) return default;
        return Inventory.PciId.TryParse(text, out var id)
            ? id
            : throw file.Fault($"{Name}.{name}", "a PCI identifier such as 0x10de is expected");
    }

    private List<AllowedDevice> AllowedDevices(string text)
    {
        var devices = new List<AllowedDevice>();
        foreach (var part in text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            devices.Add(AllowedDevice.TryParse(part, out var device)
                ? device
                : throw file.Fault(Name + ".allowedDevices", "vendor and device IDs such as 0x10de:0x1eb8 are expected"));
        }

        return devices;
    }

    private SortedMap<string, string> ConfigParameters()
    {
        var parameters = VMRecord.NoSettings;
        foreach (var pair in values)
        {
            if (pair.Key.Length > ConfigPrefix.Length && pair.Key.StartsWith(ConfigPrefix, StringComparison.OrdinalIgnoreCase))
                parameters = parameters.Set(pair.Key.Substring(ConfigPrefix.Length), pair.Value);
        }

        return parameters;
    }

    private static bool TrySplit(string key, out int index, out string name)
    {
        (index, name) = (0, "");
        if (SettingName.Of(key, Prefix) is not { } device || device.Length > Prefix.Length + MaxIndexDigits) return false;
        index = int.Parse(device.Substring(Prefix.Length), CultureInfo.InvariantCulture);
        name = key.Substring(device.Length + 1);
        return true;
    }
}
