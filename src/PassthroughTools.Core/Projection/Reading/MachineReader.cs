using System.Globalization;
using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection.Reading;

/// <summary>Reads a machine or template.</summary>
/// <param name="texts">The texts that records share.</param>
/// <param name="nameOf">The name of a managed object, where it is known.</param>
internal sealed class MachineReader(VimTexts texts, Func<ManagedObjectReference?, string?> nameOf)
{
    private const decimal BytesInGB = 1024m * 1024 * 1024;

    // As much as a number of a store keeps: 15 digits. No machine has 128 PB.
    private const int SizeDecimals = 6;
    private const long MaxSize = 1L << 57;
    private const int MaxCpus = 4096, LeastMemoryMB = 4;
    private const long MaxAmount = 1L << 30;

    // vSphere counts network adapters from this key.
    private const int FirstEthernetKey = 4000;

    private static readonly VMDetailsRecord NoDetails = new();
    private static readonly GuestRecord NoGuest = new();

    private readonly AttachmentReader attachments = new(texts);

    /// <summary>The machine, with the devices that it claims; null where it cannot be recorded, which a remark tells.</summary>
    public VMRecord? Read(VimObject vm, IReadOnlyDictionary<string, HostRecord> hosts)
    {
        vm.Remarks.Clear();
        if (HostIdOf(vm) is not { } hostId || !hosts.TryGetValue(hostId, out var host))
            return LeaveOut(vm, Remark.NoHost);
        if (Cpus(vm) is not { } cpus || Memory(vm) is not { } memory || PowerState(vm) is not { } power)
            return LeaveOut(vm, Remark.NoConfiguration);

        var details = Details(vm);
        var guest = Guest(vm, power == VMPowerState.PoweredOn);
        return new VMRecord
        {
            Id = vm.Id,
            Name = vm.Name,
            Uuid = Uuid(vm.Text("config.uuid")),
            InstanceUuid = Uuid(vm.Text("config.instanceUuid")),
            HostId = host.Id,
            IsTemplate = vm.Flag("config.template") == true,
            PowerState = power,
            NumCpu = (int)cpus,
            CoresPerSocket = (int)(vm.Number("config.hardware.numCoresPerSocket", 1, MaxCpus) ?? 1),
            MemoryMB = memory,
            MemoryReservationMB = vm.Number("config.memoryAllocation.reservation", 0, MaxAmount) ?? 0,
            MemoryReservationLockedToMax = vm.Flag("config.memoryReservationLockedToMax") == true,
            CpuReservationMhz = vm.Number("config.cpuAllocation.reservation", 0, MaxAmount) ?? 0,
            Firmware = string.Equals(vm.Text("config.firmware"), "efi", StringComparison.OrdinalIgnoreCase)
                ? Firmware.Efi
                : Firmware.Bios,
            HardwareVersion = HardwareVersion(vm.Text("config.version")),
            Datastore = Datastore(vm),
            GuestId = texts.Of(vm.Text("config.guestId")),
            Notes = vm.Text("config.annotation"),
            Details = details == NoDetails ? null : details,
            Guest = guest == NoGuest ? null : guest,
            AdvancedSettings = Settings(vm),
            Snapshots = SnapshotReader.Read(vm.Get<VirtualMachineSnapshotInfo>("snapshot")),
            Devices = attachments.Read(vm, host, power != VMPowerState.PoweredOff),
        };
    }

    /// <summary>The id of the host on which a machine that cannot be recorded may run; null of any other.</summary>
    public static string? HostOfUnread(VimObject vm) =>
        PowerState(vm) != VMPowerState.PoweredOff && (Cpus(vm) is null || Memory(vm) is null || PowerState(vm) is null)
            ? HostIdOf(vm) : null;

    /// <summary>The id of the host of a machine; null where it is not told.</summary>
    public static string? HostIdOf(VimObject vm) => vm.Get<ManagedObjectReference>("runtime.host")?.ToString();

    private static long? Cpus(VimObject vm) => vm.Number("config.hardware.numCPU", 1, MaxCpus);

    private static long? Memory(VimObject vm) => vm.Number("config.hardware.memoryMB", LeastMemoryMB, MaxAmount);

    private static VMRecord? LeaveOut(VimObject vm, string why)
    {
        vm.Remarks.Add(new Remark(why, Malformed.Quote(vm.Name)));
        return null;
    }

    private static VMPowerState? PowerState(VimObject vm) => vm.Named<VirtualMachinePowerState>("runtime.powerState") switch
    {
        VirtualMachinePowerState.poweredOff => VMPowerState.PoweredOff,
        VirtualMachinePowerState.poweredOn => VMPowerState.PoweredOn,
        VirtualMachinePowerState.suspended => VMPowerState.Suspended,
        _ => null,
    };

    private static Guid? Uuid(string? text) => Guid.TryParseExact(text, "D", out var uuid) && uuid != Guid.Empty ? uuid : null;

    private static int HardwareVersion(string? text) =>
        text?.StartsWith("vmx-", StringComparison.OrdinalIgnoreCase) == true
        && int.TryParse(text.Substring(4), NumberStyles.None, CultureInfo.InvariantCulture, out int version)
        && version is >= HardwareVersions.Oldest and <= HardwareVersions.Newest
            ? version
            : 0;

    /// <summary>
    /// The datastore of its configuration file, as in [datastore1] gpu-01/gpu-01.vmx; else the only one that it is on.
    /// </summary>
    private string? Datastore(VimObject vm)
    {
        if (vm.Text("config.files.vmPathName") is { } path && path[0] == '[' && path.IndexOf(']') is > 1 and var end)
            return texts.Of(path.Substring(1, end - 1));
        return vm.Get<ManagedObjectReference[]>("datastore") is { Length: 1 } only ? nameOf(only[0]) : null;
    }

    private VMDetailsRecord Details(VimObject vm)
    {
        var folder = vm.Get<ManagedObjectReference>("parent");
        var pool = vm.Get<ManagedObjectReference>("resourcePool");
        long? used = vm.Number("summary.storage.committed", 0, MaxSize);
        long? free = vm.Number("summary.storage.uncommitted");
        var provisioned = (decimal?)used + free;
        var datastores = vm.Get<ManagedObjectReference[]>("datastore") is { Length: > 0 } told
            ? told.Select(Id).OfType<string>().Distinct(StringComparer.Ordinal).ToArray()
            : [];
        var read = new VMDetailsRecord
        {
            Folder = nameOf(folder),
            FolderId = Id(folder),
            ResourcePool = nameOf(pool),
            ResourcePoolId = Id(pool),
            UsedSpaceGB = Size(used),
            ProvisionedSpaceGB = Size(provisioned),
        };
        return datastores.Length == 0 ? read : read with { DatastoreIds = datastores };
    }

    private string? Id(ManagedObjectReference? moRef) =>
        moRef is { Type.Length: > 0, Value.Length: > 0 } ? texts.Of(moRef.ToString()) : null;

    // The division takes off the zeros at the end, which a decimal keeps and CSV would show.
    private static decimal? Size(decimal? bytes) =>
        bytes is >= 0 and <= MaxSize
            ? decimal.Round(bytes.Value / BytesInGB, SizeDecimals) / 1.000000000000000000000000000m
            : null;

    private GuestRecord Guest(VimObject vm, bool isOn)
    {
        var read = new GuestRecord
        {
            ToolsRunning = !isOn ? null : vm.Text("guest.toolsRunningStatus") switch
            {
                "guestToolsRunning" or "guestToolsExecutingScripts" => true,
                "guestToolsNotRunning" => false,
                _ => null,
            },
            ToolsVersion = texts.Of(ToolsVersions.FromVim(vm.Text("guest.toolsVersion"))),
            OSFullName = texts.Of(vm.Text("guest.guestFullName")),
            HostName = isOn ? vm.Text("guest.hostName") : null,
        };
        return isOn && vm.Text("guest.ipAddress") is { } address ? read with { IPAddresses = [address] } : read;
    }

    /// <summary>
    /// The settings, and what VIM has as properties but rules look up in settings: whether hardware virtualization is exposed,
    /// the physical function of an SR-IOV network adapter, and the profile of a vGPU. A setting of that name wins.
    /// </summary>
    private SortedMap<string, string> Settings(VimObject vm)
    {
        var settings = vm.Get<SortedMap<string, string>>("config.extraConfig")
            ?? Options.Read(vm.Get<OptionValue[]>("config.extraConfig"), texts);
        foreach (var (key, value) in Properties(vm))
        {
            if (!settings.TryGetValue(key, out _)) settings = settings.Set(key, value);
        }

        return settings;
    }

    private static IEnumerable<(string Key, string Value)> Properties(VimObject vm)
    {
        if (vm.Flag("config.nestedHVEnabled") == true) yield return (VMRecord.NestedVirtualization, "TRUE");
        foreach (var device in vm.Get<VirtualDevice[]>("config.hardware.device") ?? [])
        {
            switch (device)
            {
                case VirtualSriovEthernetCard { Key: >= FirstEthernetKey } card
                    when PciAddress.TryParse(card.SriovBacking?.PhysicalFunctionBacking?.Id, out var function):
                    yield return (SriovAdapter.EthernetKey(card.Key - FirstEthernetKey), function.ToString());
                    break;
                case VirtualPCIPassthrough
                {
                    Key: >= AttachmentRecord.FirstKey, Backing: VirtualPCIPassthroughVmiopBackingInfo { Vgpu.Length: > 0 } gpu,
                }:
                    yield return (VGpu.KeyOf(device.Key - AttachmentRecord.FirstKey), gpu.Vgpu!);
                    break;
            }
        }
    }
}
