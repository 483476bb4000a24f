using PassthroughTools.Inventory;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection;

/// <summary>Makes the VirtualMachineConfigSpec that turns a machine into what an operation decided.</summary>
/// <param name="state">The inventory before.</param>
/// <param name="before">The machine as it is.</param>
/// <param name="after">The machine as it shall be.</param>
internal sealed class ConfigSpecWriter(InventoryState state, VMRecord before, VMRecord after)
{
    // Devices of one spec are told from each other by negative keys; the server gives them their own.
    private const int FirstNewKey = -101;

    /// <summary>The passthrough devices that it adds.</summary>
    public IReadOnlyList<AttachmentRecord> Added { get; } =
        [.. after.Devices.Where(device => before.Devices.All(other => other.Key != device.Key))];

    private IEnumerable<AttachmentRecord> Removed =>
        before.Devices.Where(device => after.Devices.All(other => other.Key != device.Key));

    /// <summary>
    /// The spec; null where nothing that it can say differs. The hardware version is not in it: that is raised by UpgradeVM.
    /// </summary>
    /// <param name="fixedBacking">What a server offers as a Fixed device, by its address.</param>
    public VirtualMachineConfigSpec? Write(Func<PciAddress, VirtualPCIPassthroughDeviceBackingInfo> fixedBacking)
    {
        var devices = Removed.Select(Remove).Concat(Added.Select((device, index) => Add(device, index, fixedBacking))).ToArray();
        var settings = Settings().ToArray();
        bool hasGroup = Added.Any(static device => device.GroupInstanceKey is not null);
        var spec = new VirtualMachineConfigSpec
        {
            Name = after.Name == before.Name ? null : VimNames.Escape(after.Name),
            Annotation = after.Notes == before.Notes ? null : after.Notes ?? "",
            NumCPUs = after.NumCpu == before.NumCpu ? null : after.NumCpu,
            NumCoresPerSocket = after.CoresPerSocket == before.CoresPerSocket ? null : after.CoresPerSocket,
            MemoryMB = after.MemoryMB == before.MemoryMB ? null : after.MemoryMB,
            Firmware = after.Firmware == before.Firmware ? null : MachineProjection.FirmwareOf(after),
            CpuAllocation = after.CpuReservationMhz == before.CpuReservationMhz
                ? null
                : new ResourceAllocationInfo { Reservation = after.CpuReservationMhz },
            MemoryAllocation = after.MemoryReservationMB == before.MemoryReservationMB
                ? null
                : new ResourceAllocationInfo { Reservation = after.MemoryReservationMB },
            MemoryReservationLockedToMax = after.MemoryReservationLockedToMax == before.MemoryReservationLockedToMax
                ? null
                : after.MemoryReservationLockedToMax,
            ExtraConfig = settings.Length > 0 ? settings : null,
            DeviceChange = devices.Length > 0 ? devices : null,
            DeviceGroups = hasGroup ? MachineProjection.Groups(after) : null,
        };
        return IsEmpty(spec) ? null : spec;
    }

    /// <summary>An empty value removes a setting.</summary>
    private IEnumerable<OptionValue> Settings()
    {
        foreach (var pair in after.AdvancedSettings)
        {
            if (before.Setting(pair.Key) != pair.Value) yield return new OptionValue { Key = pair.Key, Value = pair.Value };
        }

        foreach (var pair in before.AdvancedSettings)
        {
            if (after.Setting(pair.Key) is null) yield return new OptionValue { Key = pair.Key, Value = "" };
        }
    }

    private VirtualDeviceConfigSpec Remove(AttachmentRecord device) => new()
    {
        Operation = VirtualDeviceConfigSpecOperation.remove,
        Device = VirtualDevices.Passthrough(state, before, device),
    };

    private VirtualDeviceConfigSpec Add(
        AttachmentRecord device, int index, Func<PciAddress, VirtualPCIPassthroughDeviceBackingInfo> fixedBacking)
    {
        // Which device a Dynamic or Enhanced request gets is the server's to choose; where it hangs too.
        var made = VirtualDevices.Passthrough(
            state, after, device.Technology == DirectPathTechnology.Fixed ? device : device with { Device = null });
        made.Key = FirstNewKey - index;
        made.DeviceInfo = null;
        made.UnitNumber = null;
        if (device is { Technology: DirectPathTechnology.Fixed, Device: { } asked }) made.Backing = fixedBacking(asked.Address);
        return new VirtualDeviceConfigSpec { Operation = VirtualDeviceConfigSpecOperation.add, Device = made };
    }

    private static bool IsEmpty(VirtualMachineConfigSpec spec) => spec is
    {
        Name: null, Annotation: null, NumCPUs: null, NumCoresPerSocket: null, MemoryMB: null, Firmware: null, CpuAllocation: null,
        MemoryAllocation: null, MemoryReservationLockedToMax: null, ExtraConfig: null, DeviceChange: null,
    };
}
