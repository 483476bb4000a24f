using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Importing.Input;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Importing.Vmx;

/// <summary>
/// The virtual machine, or template (.vmtx), of a configuration file. The file is the whole configuration: what it leaves out has
/// the hypervisor's default. Of the keys that vSphere would show as extraConfig those of passthrough are taken
/// (<see cref="VmxSettings"/>); a machine's other settings stay as they are.
/// </summary>
internal sealed class VmxFile
{
    private const int MaxNameLength = 80;
    private const int MaxCpus = 768;
    private const long MaxMemoryMB = 24L * 1024 * 1024;

    private readonly VMRecord content;
    private readonly List<(AttachmentRecord Request, PciAddress? Address)> devices = [];
    private readonly List<string> leftOut = [];
    private readonly bool isGuestUnknown;

    private VmxFile(string path, VmxDictionary file)
    {
        int cpus = (int)(file.Number("numvcpus", 1, MaxCpus) ?? 1);
        int cores = (int)(file.Number("cpuid.coresPerSocket", 0, MaxCpus) ?? 1);
        if (cores > 0 && cpus % cores != 0)
            throw file.Fault("cpuid.coresPerSocket",
                FormattableString.Invariant($"a divisor of the {cpus} virtual CPUs is expected"));
        long memory = file.Number("memSize", 4, MaxMemoryMB)
            ?? throw file.Fault("memSize", "every virtual machine's file has it");
        content = new VMRecord
        {
            Id = "",
            Name = NameOf(path, file),
            Uuid = UuidOf(file, "uuid.bios"),
            InstanceUuid = UuidOf(file, "vc.uuid"),
            HostId = "",
            IsTemplate = path.EndsWith(".vmtx", StringComparison.OrdinalIgnoreCase),
            NumCpu = cpus,
            CoresPerSocket = Math.Max(cores, 1),
            MemoryMB = memory,
            MemoryReservationMB = file.Number("sched.mem.min", 0, memory) ?? 0,
            MemoryReservationLockedToMax = file.Flag("sched.mem.pin"),
            CpuReservationMhz = file.Number("sched.cpu.min", 0, int.MaxValue / 2) ?? 0,
            Firmware = FirmwareOf(file),
            HardwareVersion = (int)(file.Number("virtualHW.version", 3, 99)
                ?? throw file.Fault("virtualHW.version", "every virtual machine's file has it")),
            GuestId = GuestIds.Of(file.Text("guestOS")),
            Notes = file.Text("annotation"),
        };
        foreach (var key in VmxSettings.Booleans) file.Flag(key);
        var settings = file.All
            .Where(static pair => VmxSettings.IsKept(pair.Key) && !VmxSettings.IsDefault(pair.Key, pair.Value.Text))
            .Select(static pair => new KeyValuePair<string, string>(pair.Key, pair.Value.Text)).ToList();
        foreach (var device in VmxDevice.AllOf(file))
        {
            if (device is { LeftOut: { } what, IsPresent: true }) leftOut.Add(what);
            else if (device.IsPresent) devices.Add(device.Read());
            settings.AddRange(device.Settings);
        }

        foreach (var pair in file.All)
        {
            if (!SriovAdapter.IsEthernetKey(pair.Key)) continue;
            var name = pair.Key.Substring(0, pair.Key.IndexOf('.'));
            if (!file.Flag(name + ".present")) continue;
            settings.Add(new KeyValuePair<string, string>(pair.Key, pair.Value.Text));
            leftOut.Add(SriovAdapter.Describe(name, pair.Value.Text));
        }

        content = content with { AdvancedSettings = SortedMap<string, string>.Create([.. settings],
            StringComparer.OrdinalIgnoreCase) };
        isGuestUnknown = content.GuestId is null && file.Text("guestOS") is not null;
        if (isGuestUnknown) leftOut.Add($"guestOS {Malformed.Quote(file.Text("guestOS")!)} (VIM has no such identifier)");
        leftOut.AddRange(VmxSettings.LeftOut(file.All.Select(static pair => pair.Key)));

        var addresses = new HashSet<PciAddress>();
        foreach (var (_, address) in devices)
        {
            if (address is { } value && !addresses.Add(value)) throw Malformed.Whole(path, $"device {value} stands twice in it");
        }
    }

    /// <summary>The BIOS UUID, or null.</summary>
    public Guid? Uuid => content.Uuid;

    /// <summary>The instance UUID, or null.</summary>
    public Guid? InstanceUuid => content.InstanceUuid;

    /// <summary>The machine's name: displayName, else the file's.</summary>
    public string Name => content.Name;

    /// <summary>Whether it is a template, by the file's extension.</summary>
    public bool IsTemplate => content.IsTemplate;

    /// <summary>
    /// What of the file was left out: devices that are no DirectPath devices, a guest that VIM does not name, keys that are not
    /// known. Or null.
    /// </summary>
    public string? LeftOut => leftOut.Count == 0 ? null : string.Join(", ", leftOut);

    /// <exception cref="PassthroughException">InputMalformed: the file describes no virtual machine, or a value is out of
    /// range.</exception>
    public static VmxFile Read(string path, string text, LostCharacters lost) => new(path, VmxDictionary.Read(path, text, lost));

    /// <summary>A machine with what the file says, on a host. Its power state, snapshots and other settings stay.</summary>
    public VMRecord ApplyTo(VMRecord vm, string hostId)
    {
        if (vm.HostId != hostId) vm = vm.Released() with { HostId = hostId };
        var settings = content.AdvancedSettings;
        foreach (var pair in vm.AdvancedSettings)
        {
            if (!VmxSettings.IsKept(pair.Key) && !VmxDevice.IsKey(pair.Key) && !SriovAdapter.IsEthernetKey(pair.Key))
                settings = settings.Set(pair.Key, pair.Value);
        }

        return content with
        {
            Id = vm.Id,
            Name = string.Equals(vm.Name, content.Name, StringComparison.OrdinalIgnoreCase) ? vm.Name : content.Name,
            HostId = hostId,
            PowerState = vm.PowerState,
            Snapshots = vm.Snapshots,
            Datastore = vm.Datastore,
            Details = vm.Details,
            Guest = vm.Guest,
            Uuid = content.Uuid ?? vm.Uuid,
            InstanceUuid = content.InstanceUuid ?? vm.InstanceUuid,
            GuestId = isGuestUnknown ? vm.GuestId : content.GuestId,
            AdvancedSettings = settings,
            Devices = [.. devices.Select(device => Attachment(vm, device.Request, device.Address))],
        };
    }

    /// <summary>
    /// A request of the same content keeps the device that it holds while the machine runs; a device its group.
    /// </summary>
    private static AttachmentRecord Attachment(VMRecord vm, AttachmentRecord request, PciAddress? address)
    {
        var before = vm.Devices.FirstOrDefault(device => device.Key == request.Key);
        if (address is { } fixedAddress)
        {
            var held = new DeviceRef(vm.HostId, fixedAddress);
            return before?.Device != held ? request with { Device = held }
                : request with { Device = held, DeviceGroup = before.DeviceGroup, GroupInstanceKey = before.GroupInstanceKey };
        }

        return before is not null && IsSame(before, request) ? before : request;
    }

    private static bool IsSame(AttachmentRecord left, AttachmentRecord right) =>
        left.Technology == right.Technology
        && string.Equals(left.Request, right.Request, StringComparison.Ordinal)
        && left.ConfigParameters.SequenceEqual(right.ConfigParameters);

    /// <summary>56 4d 3f 2a 0b 1c 4d 5e-8f 90 a1 b2 c3 d4 e5 f6, as .vmx files have it.</summary>
    private static Guid? UuidOf(VmxDictionary file, string key)
    {
        if (file.Text(key) is not { } text) return null;
        return Guid.TryParseExact(text.Replace(" ", "").Replace("-", ""), "N", out var uuid)
            ? uuid == Guid.Empty ? null : uuid
            : throw file.Fault(key, "a UUID of 16 bytes in hexadecimal is expected");
    }

    private static Firmware FirmwareOf(VmxDictionary file) => file.Text("firmware")?.ToUpperInvariant() switch
    {
        null or "BIOS" => Firmware.Bios,
        "EFI" => Firmware.Efi,
        _ => throw file.Fault("firmware", "bios or efi is expected"),
    };

    private static string NameOf(string path, VmxDictionary file)
    {
        var name = file.Text("displayName") ?? FileName(path);
        return !string.IsNullOrWhiteSpace(name) && name.Length <= MaxNameLength && !name.Any(char.IsControl)
            ? name
            : throw file.Fault("displayName",
                FormattableString.Invariant($"a name has 1 to {MaxNameLength} characters and no control characters"));
    }

    private static string FileName(string path)
    {
        int start = path.LastIndexOfAny(['/', '\\']) + 1;
        int dot = path.LastIndexOf('.');
        return dot > start ? path.Substring(start, dot - start) : path.Substring(start);
    }
}
