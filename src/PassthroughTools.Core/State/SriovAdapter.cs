using PassthroughTools.Files;
using PassthroughTools.Inventory;

namespace PassthroughTools.State;

/// <summary>
/// An SR-IOV network adapter of a virtual machine: it uses a virtual function, which the host chooses, of a physical function. It
/// is no DirectPath device; what is known of it is what the machine's settings say, as a .vmx has them: pciPassthruN.pfId and,
/// with systemId = "BYPASS", pciPassthruN.id; or ethernetN.pfId.
/// </summary>
/// <param name="Key">The setting that names the function.</param>
/// <param name="Function">The physical function, or the virtual one that it was last given.</param>
internal readonly record struct SriovAdapter(string Key, PciAddress Function)
{
    private const string PhysicalFunction = ".pfId";
    private const string VirtualFunction = ".id";
    private const string SystemId = ".systemId";
    private const string Passthrough = SettingName.Passthrough;
    private const string Ethernet = "ethernet";

    /// <summary>Whether the function is the physical one.</summary>
    public bool IsPhysical => Key.EndsWith(PhysicalFunction, StringComparison.OrdinalIgnoreCase);

    /// <summary>What it is in a .vmx, such as ethernet1.</summary>
    public string Name => Key.Substring(0, Key.IndexOf('.'));

    /// <summary>The settings that say what it uses, as a pattern: all of a pciPassthruN, and of an ethernetN the one.</summary>
    public string Settings => SettingName.Of(Key, Passthrough) is { } name ? name + ".*" : Key;

    /// <summary>Whether a key of a .vmx says what such an adapter uses.</summary>
    public static bool IsKey(string key) =>
        SettingName.Of(key, Passthrough) is { } name && HasEnd(key, name, PhysicalFunction, VirtualFunction, SystemId)
        || IsEthernetKey(key);

    /// <summary>The key of the physical function that a network adapter uses.</summary>
    public static string EthernetKey(int index) => FormattableString.Invariant($"{Ethernet}{index}{PhysicalFunction}");

    /// <summary>Whether a key is the physical function of an ethernetN.</summary>
    public static bool IsEthernetKey(string key) =>
        SettingName.Of(key, Ethernet) is { } name && HasEnd(key, name, PhysicalFunction);

    /// <summary>Whether the systemId of a pciPassthruN says that it is such an adapter.</summary>
    public static bool IsBypass(string? systemId) => string.Equals(systemId, "BYPASS", StringComparison.OrdinalIgnoreCase);

    /// <summary>The functions that a machine's adapters use.</summary>
    public static IEnumerable<SriovAdapter> Of(VMRecord vm)
    {
        foreach (var pair in vm.AdvancedSettings)
        {
            if (!IsKey(pair.Key) || !VmxAddress.TryParse(pair.Value, out var address)) continue;
            bool isOwn = pair.Key.EndsWith(VirtualFunction, StringComparison.OrdinalIgnoreCase);
            if (isOwn && !IsBypass(vm.Setting(pair.Key.Substring(0, pair.Key.Length - VirtualFunction.Length) + SystemId)))
                continue;
            yield return new SriovAdapter(pair.Key, address);
        }
    }

    /// <summary>The machines of a host, each with an adapter, that use a device there, or a function of it.</summary>
    public static IEnumerable<(VMRecord VM, SriovAdapter Adapter)> Users(
        InventoryState state, HostRecord host, PciDeviceRecord device)
    {
        if (!MayUse(device)) yield break;
        foreach (var vm in state.VMsOn(host.Id))
        {
            SriovAdapter? used = null;
            foreach (var adapter in Of(vm))
            {
                if (adapter.Function == device.Address)
                {
                    used = adapter;
                    break;
                }

                if (used is null && host.FindDevice(adapter.Function)?.ParentAddress == device.Address) used = adapter;
            }

            if (used is { } found) yield return (vm, found);
        }
    }

    /// <summary>The physical functions of a host that a machine's adapters use, as far as they are recorded, each once.</summary>
    public static IEnumerable<(SriovAdapter Adapter, PciDeviceRecord Function)> PhysicalFunctions(HostRecord host, VMRecord vm)
    {
        var found = new HashSet<PciAddress>();
        foreach (var adapter in Of(vm))
        {
            if (host.FindDevice(adapter.Function) is not { } named) continue;
            var function = named.ParentAddress is { } parent ? host.FindDevice(parent) : named;
            if (function is not null && MayUse(function) && found.Add(function.Address)) yield return (adapter, function);
        }
    }

    /// <summary>Base class 02h is a network controller (PCI Code and ID Assignment Specification).</summary>
    private static bool MayUse(PciDeviceRecord device) => device.KnownClassId is not { } known || known.Value >> 8 == 0x02;

    /// <summary>What an import says of an adapter, by the physical function that its file names.</summary>
    public static string Describe(string name, string? function) => $"{name} (SR-IOV network adapter" + (function is null ? ""
        : VmxAddress.TryParse(function, out var address) ? $", recorded as a user of physical function {address}"
        : $", whose pfId {Malformed.Quote(function)} is not a PCI address") + ")";

    private static bool HasEnd(string key, string name, params string[] ends) =>
        Array.Exists(ends, end => string.Equals(key.Substring(name.Length), end, StringComparison.OrdinalIgnoreCase));
}
