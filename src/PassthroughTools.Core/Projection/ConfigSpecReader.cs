using System.Globalization;
using System.Reflection;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.Text;
using VMware.Vim;

namespace PassthroughTools.Projection;

/// <summary>
/// Makes one operation of a VirtualMachineConfigSpec. What it asks that is not modelled here is refused by name, never dropped.
/// </summary>
internal sealed class ConfigSpecReader
{
    private readonly InventoryState state;
    private readonly VMRecord vm;
    private readonly HashSet<int> gone = [];
    private readonly List<Operation> removed = [], changed = [], added = [];

    private ConfigSpecReader(InventoryState state, VMRecord vm)
    {
        this.state = state;
        this.vm = vm;
    }

    /// <summary>
    /// The operation that does what a spec asks: first what is taken away, then what is changed, then what is added.
    /// </summary>
    /// <exception cref="PassthroughException">NotSupportedByBackend, ValueInvalid, DeviceNotFound, DeviceNotAttached.</exception>
    public static ReconfigureVM Read(InventoryState state, VMRecord vm, VirtualMachineConfigSpec spec)
    {
        var reader = new ConfigSpecReader(state, vm);
        reader.RefuseUnknown(spec);
        reader.ReadValues(spec);
        reader.ReadSettings(spec);
        reader.ReadResources(spec);
        foreach (var change in spec.DeviceChange ?? []) reader.ReadDevice(change);
        return new ReconfigureVM { VMId = vm.Id, Parts = [.. reader.removed, .. reader.changed, .. reader.added] };
    }

    private void RefuseUnknown(VirtualMachineConfigSpec spec)
    {
        string[] known =
        [
            nameof(spec.Name), nameof(spec.Version), nameof(spec.Annotation), nameof(spec.NumCPUs),
            nameof(spec.NumCoresPerSocket),
            nameof(spec.MemoryMB), nameof(spec.Firmware), nameof(spec.ExtraConfig), nameof(spec.CpuAllocation),
            nameof(spec.MemoryAllocation), nameof(spec.MemoryReservationLockedToMax), nameof(spec.DeviceChange),
            .. SettingProperties.Paths,
        ];
        (string Name, DynamicData? Value)[] parted =
        [
            (nameof(spec.BootOptions), spec.BootOptions), (nameof(spec.Flags), spec.Flags),
            (nameof(spec.LatencySensitivity), spec.LatencySensitivity), (nameof(spec.CpuAffinity), spec.CpuAffinity),
        ];
        var inside = parted.Where(static part => part.Value is not null)
            .SelectMany(static part => Asked(part.Value!).Select(name => $"{part.Name}.{name}"));
        var asked = Asked(spec).Except(parted.Select(static part => part.Name), StringComparer.Ordinal).Concat(inside)
            .Except(known, StringComparer.Ordinal).ToList();
        if (asked.Count > 0) throw NotModelled(asked);
    }

    private void ReadValues(VirtualMachineConfigSpec spec)
    {
        if (spec is { Name: null, Version: null, Annotation: null, NumCPUs: null, NumCoresPerSocket: null, MemoryMB: null,
            Firmware: null }) return;
        changed.Add(new ChangeVM
        {
            VMId = vm.Id,
            NewName = spec.Name is null ? null : VimNames.Unescape(spec.Name),
            HardwareVersion = spec.Version is null ? null : HardwareVersions.Parse(spec.Version),
            Notes = spec.Annotation,
            NumCpu = spec.NumCPUs,
            CoresPerSocket = spec.NumCoresPerSocket,
            MemoryMB = spec.MemoryMB,
            Firmware = spec.Firmware?.ToLowerInvariant() switch
            {
                null => null,
                "bios" => Firmware.Bios,
                "efi" => Firmware.Efi,
                _ => throw Invalid($"Firmware {Malformed.Quote(spec.Firmware)} is neither bios nor efi."),
            },
        });
    }

    private void ReadSettings(VirtualMachineConfigSpec spec)
    {
        if (SettingProperties.Fault(spec) is { } fault) throw Invalid(fault);
        var asked = new Dictionary<string, (string By, string Value)>(StringComparer.OrdinalIgnoreCase);
        void Ask(string key, string by, string value)
        {
            if (!asked.TryGetValue(key, out var earlier)) asked.Add(key, (by, value));
            else if (!string.Equals(earlier.Value, value, StringComparison.OrdinalIgnoreCase))
                throw Invalid($"{earlier.By} and {by} ask for two values of one setting, {Malformed.Quote(key)}. Ask for one.");
        }

        foreach (var (key, path, value) in SettingProperties.Asked(spec)) Ask(key, path, value);
        foreach (var option in spec.ExtraConfig ?? [])
        {
            if (option?.Key is not { Length: > 0 } key) throw Invalid("A setting of ExtraConfig has no Key.");
            var name = $"ExtraConfig {Malformed.Quote(key)}";
            Ask(key, name, Simple(name, option.Value));
        }

        foreach (var setting in asked) Set(setting.Key, setting.Value.Value);
    }

    /// <summary>A value of a setting as text. VIM has simple values there; a list or an object has no text of its own.</summary>
    private string Simple(string name, object? value) => value is null or IConvertible
        ? Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""
        : throw Invalid($"The value of {name} is of type {value.GetType().Name}. Give text, a number or a Boolean value.");

    /// <summary>An empty value removes a setting, as in VIM; one that is not there is no fault then.</summary>
    private void Set(string key, string? value)
    {
        if (!string.IsNullOrEmpty(value)) changed.Add(new SetAdvancedSetting { VMId = vm.Id, Setting = key, Value = value });
        else if (vm.Setting(key) is not null) changed.Add(new SetAdvancedSetting { VMId = vm.Id, Setting = key, Value = null });
    }

    private void ReadResources(VirtualMachineConfigSpec spec)
    {
        CheckAllocation(nameof(spec.CpuAllocation), spec.CpuAllocation);
        CheckAllocation(nameof(spec.MemoryAllocation), spec.MemoryAllocation);
        var (memory, cpu) = (spec.MemoryAllocation?.Reservation, spec.CpuAllocation?.Reservation);
        var locked = spec.MemoryReservationLockedToMax;
        if (locked == true && memory is { } asked && asked != (spec.MemoryMB ?? vm.MemoryMB))
        {
            throw Invalid(
                "MemoryReservationLockedToMax reserves all memory, and MemoryAllocation.Reservation "
                + FormattableString.Invariant($"{asked} MB. Ask for one."));
        }

        if (memory is null && cpu is null && locked is null) return;
        changed.Add(new SetResources
        {
            VMId = vm.Id, MemoryReservationMB = memory, CpuReservationMhz = cpu, MemoryReservationLockedToMax = locked,
        });
    }

    /// <summary>
    /// Neither limits nor shares are modelled: a machine has no limit and normal shares, and may be asked for that.
    /// </summary>
    private void CheckAllocation(string name, ResourceAllocationInfo? asked)
    {
        if (asked is null) return;
        var more = new List<string>();
        if (asked.Limit is not (null or -1)) more.Add($"{name}.Limit");
        if (asked.Shares is { Level: not SharesLevel.normal }) more.Add($"{name}.Shares");
        if (asked.OverheadLimit is not null) more.Add($"{name}.OverheadLimit");
        if (asked.ExpandableReservation == true) more.Add($"{name}.ExpandableReservation");
        if (more.Count > 0) throw NotModelled(more);
    }

    private void ReadDevice(VirtualDeviceConfigSpec change)
    {
        var device = change?.Device ?? throw Invalid("A change of DeviceChange has no Device.");
        if (device is not VirtualPCIPassthrough) throw NotModelled([device.GetType().Name]);
        if (change.FileOperation is not null || change.ChangeMode is not null)
            throw NotModelled([.. Asked(change).Except(["Operation", "Device"], StringComparer.Ordinal)]);
        switch (change.Operation)
        {
            case VirtualDeviceConfigSpecOperation.remove:
                Remove(device.Key);
                break;
            case VirtualDeviceConfigSpecOperation.add:
                RefuseUnknown(device);
                added.Add(Attach(device.Backing));
                break;
            case VirtualDeviceConfigSpecOperation.edit:
                throw new PassthroughException(
                    ErrorId.NotSupportedByBackend,
                    $"Passthrough device {device.Key} of VM '{vm.Name}' cannot be edited. Remove it and add another in one spec.",
                    state.View(vm));
            default:
                throw Invalid("A change of DeviceChange has no Operation: add or remove.");
        }
    }

    /// <summary>A device of a group takes the others with it: that a spec names them all is right, and asked for once.</summary>
    private void Remove(int key)
    {
        if (gone.Contains(key)) return;
        removed.Add(new DetachDevice { VMId = vm.Id, Key = key });
        gone.Add(key);
        if (vm.Devices.FirstOrDefault(one => one.Key == key) is { } attachment)
            gone.UnionWith(attachment.Together(vm).Select(static one => one.Key));
    }

    private AttachOperation Attach(VirtualDeviceBackingInfo? backing)
    {
        switch (backing)
        {
            case VirtualPCIPassthroughDeviceBackingInfo device:
                return Fixed(device);
            case VirtualPCIPassthroughDynamicBackingInfo { AllowedDevice: null or { Length: 0 } }:
                throw Invalid("A Dynamic backing needs at least one VirtualPCIPassthroughAllowedDevice in AllowedDevice.");
            case VirtualPCIPassthroughDynamicBackingInfo any:
                return new AttachDynamicDevice
                {
                    VMId = vm.Id, AllowedDevices = [.. (any.AllowedDevice ?? []).Select(Allowed)],
                    HardwareLabel = any.CustomLabel,
                };
            case VirtualPCIPassthroughDvxBackingInfo { DeviceClass: { Length: > 0 } name } dvx:
                var parameters = (dvx.ConfigParams ?? []).Select(one =>
                    one?.Key is { Length: > 0 } key
                        ? new KeyValuePair<string, string>(key, Simple($"ConfigParams {Malformed.Quote(key)}", one.Value))
                        : throw Invalid("A parameter of ConfigParams has no Key."));
                return SortedMap<string, string>.TryCreate([.. parameters], StringComparer.OrdinalIgnoreCase, out var map,
                    out string? twice)
                    ? new AttachEnhancedDevice { VMId = vm.Id, DeviceClass = name, ConfigParameters = map }
                    : throw Invalid($"Configuration parameter {Malformed.Quote(twice)} is given twice.");
            case null or VirtualPCIPassthroughDvxBackingInfo:
                throw Invalid("A passthrough device that is added needs a Backing that says which.");
            case VirtualPCIPassthroughVmiopBackingInfo vgpu:
                throw new PassthroughException(
                    ErrorId.NotSupportedByBackend,
                    $"A vGPU ({Malformed.Quote(vgpu.Vgpu ?? "")}) cannot be added to VM '{vm.Name}' here: vGPUs are not "
                    + "modelled yet. "
                    + "Passthrough devices are: Add-PassthroughDevice",
                    state.View(vm));
            default:
                throw NotModelled([backing.GetType().Name]);
        }
    }

    private AttachFixedDevice Fixed(VirtualPCIPassthroughDeviceBackingInfo backing)
    {
        if (!PciAddress.TryParse(backing.Id, out var address))
            throw Invalid($"Backing.Id {Malformed.Quote(backing.Id ?? "")} is not a PCI address. Write it as 0000:3b:00.0.");
        var host = state.Host(vm.HostId);

        // BYPASS stands for the machine's own host (vSphere Web Services API, VirtualPCIPassthroughDeviceBackingInfo).
        if (!string.IsNullOrEmpty(backing.SystemId) && backing.SystemId is not "BYPASS" && backing.SystemId != host.Id)
        {
            throw new PassthroughException(
                ErrorId.DeviceOnOtherHost,
                $"Backing.SystemId {Malformed.Quote(backing.SystemId!)} is not the one of host '{host.Name}', where VM "
                + $"'{vm.Name}' is: "
                + $"'{host.Id}'. Take it from QueryConfigTarget, or leave it out.",
                state.View(vm));
        }

        CheckCard(backing, host, address);
        if (added.OfType<AttachFixedDevice>().Any(other => other.Address == address))
            throw Invalid($"DeviceChange adds device {address} twice. Add it once.");
        return new AttachFixedDevice { VMId = vm.Id, VMHostId = host.Id, Address = address };
    }

    private AllowedDevice Allowed(VirtualPCIPassthroughAllowedDevice? one)
    {
        if (one is null) throw Invalid("AllowedDevice has an empty entry.");
        if (one.SubVendorId is not null || one.SubDeviceId is not null || one.RevisionId is not null)
        {
            throw NotModelled(
            [
                .. Asked(one).Except(["VendorId", "DeviceId"], StringComparer.Ordinal)
                    .Select(static name => $"AllowedDevice.{name}"),
            ]);
        }

        return new AllowedDevice(Id(one.VendorId), Id(one.DeviceId));

        // A script may give what a host has, which is signed.
        PciId Id(int number) => number is >= short.MinValue and <= ushort.MaxValue
            ? new PciId(unchecked((ushort)number))
            : throw Invalid(FormattableString.Invariant($"{number} is not a vendor or device ID."));
    }

    /// <summary>
    /// A device's Key, UnitNumber and DeviceInfo and its backing's DeviceName are the server's to choose, as on a vCenter;
    /// scripts that Code Capture has written have them, and controller 100, the only one for PCI devices.
    /// </summary>
    private void RefuseUnknown(VirtualDevice device)
    {
        (string Name, bool IsAsked)[] more =
        [
            (nameof(device.NumaNode), device.NumaNode is not null), (nameof(device.SlotInfo), device.SlotInfo is not null),
            ("Connectable.StartConnected = false", device.Connectable is { StartConnected: false }),
            ("Backing.UseAutoDetect", device.Backing is VirtualDeviceDeviceBackingInfo { UseAutoDetect: true }),
            ("a ControllerKey other than 100", device.ControllerKey is not (null or 0 or VirtualDevices.PciController)),
            (nameof(device.DeviceGroupInfo), device.DeviceGroupInfo is not null),
        ];
        var asked = more.Where(static one => one.IsAsked).Select(static one => one.Name).ToList();
        if (asked.Count > 0) throw NotModelled(asked);
    }

    /// <summary>Refuses the identifiers of another card than the one at the address, where that is known.</summary>
    private void CheckCard(VirtualPCIPassthroughDeviceBackingInfo backing, HostRecord host, PciAddress address)
    {
        if (host.FindDevice(address) is not { } device || device.VendorId == default) return;
        bool isVendor = backing.VendorId == 0 || unchecked((ushort)backing.VendorId) == device.VendorId.Value;
        if (isVendor && (backing.DeviceId is null or "" or "0" || IsId(backing.DeviceId, device.DeviceId))) return;
        throw new PassthroughException(
            ErrorId.DeviceMismatch,
            (isVendor
                ? $"Backing.DeviceId {Malformed.Quote(backing.DeviceId ?? "")} is not that"
                : FormattableString.Invariant($"Backing.VendorId {backing.VendorId} is not that"))
            + $" of device {address} of host '{host.Name}', which is {device.CardText}. Take them from "
            + $"QueryConfigTarget, or leave them out. Nothing of VM '{vm.Name}' was changed.",
            state.View(vm));
    }

    /// <summary>Scripts write hexadecimal digits, or the signed number that a host has, in those or in decimal ones.</summary>
    private static bool IsId(string text, PciId id)
    {
        string digits = text.TrimStart('-');
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) digits = digits.Substring(2);
        bool Is(NumberStyles style) => long.TryParse(digits, style, CultureInfo.InvariantCulture, out long number)
            && unchecked((ushort)(text[0] == '-' ? -number : number)) == id.Value
            && number is <= ushort.MaxValue or (>= 0xFFFF8000 and <= uint.MaxValue);
        return Is(NumberStyles.AllowHexSpecifier) || Is(NumberStyles.None);
    }

    /// <summary>The properties of a data object that ask for something; one that is empty itself asks for nothing.</summary>
    private static IEnumerable<string> Asked(DynamicData spec) =>
        from property in spec.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let value = property.GetValue(spec)
        where value is DynamicData nested ? Asked(nested).Any() : value is Array items ? items.Length > 0 : value is not null
        select property.Name;

    private PassthroughException NotModelled(List<string> names) => new(
        ErrorId.NotSupportedByBackend,
        $"VM '{vm.Name}' cannot be reconfigured as asked: {Listing.Of(names, static name => name)} {(names.Count == 1
            ? "is"
            : "are")} not modelled here. "
        + "Nothing was changed. Leave that out of the spec, or run it on a vCenter.",
        state.View(vm));

    private PassthroughException Invalid(string message) =>
        new(ErrorId.ValueInvalid, $"{message} Nothing of VM '{vm.Name}' was changed.", state.View(vm));
}
