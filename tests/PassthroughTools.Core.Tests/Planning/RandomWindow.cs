using System.Globalization;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Planning;
using PassthroughTools.State;

namespace PassthroughTools.Core.Tests.Planning;

/// <summary>
/// A small inventory before a maintenance window: one or two hosts to be freed and up to three others with few free devices,
/// machines of all technologies whose requests overlap, some with several, and what the plan may do. Every other inventory is
/// without flaws that would keep machines away from devices, so that more compete for them.
/// </summary>
internal sealed record RandomWindow(InventoryState State, IReadOnlyList<string> HostIds, MaintenancePlanOptions Options)
{
    private const string Cluster = "ClusterComputeResource-domain-c1";
    private const string Moves = "com.vendor.moves", Suspends = "com.vendor.suspends", Unknown = "com.vendor.unknown";
    private static readonly int[] Sizes = [0, 16, 16, 48];

    public static RandomWindow Of(int seed)
    {
        var random = new Random(seed);
        bool isTight = seed % 2 == 0;
        int planned = random.Next(4) == 0 ? 2 : 1;
        var hosts = Enumerable.Range(1, planned + random.Next(0, 4))
            .Select(number => Host(number, number <= planned, isTight, random)).ToList();
        var taken = new HashSet<DeviceRef>();
        var vms = new List<VMRecord>();
        int count = random.Next(isTight ? 3 : 1, 6) + planned;
        for (int number = 0; number < count; number++)
            vms.Add(VM(20 + number, hosts[random.Next(8) == 0 ? random.Next(hosts.Count) : random.Next(planned)], taken,
                isTight, random));
        var state = InventoryState.Create(Catalog.BuiltIn, "", 7, 1, [new ClusterRecord { Id = Cluster, Name = "Cluster" }],
            hosts, vms);
        return new RandomWindow(state, [.. hosts.Take(planned).Select(static host => host.Id)], new MaintenancePlanOptions
        {
            Target = "lab.json",
            MayPowerOff = random.Next(3) == 0 ? [.. vms.Where(_ => random.Next(2) == 0).Select(static vm => vm.Id)] : null,
            Overrides = random.Next(3) > 0
                ? new Dictionary<string, PlanAction>(StringComparer.Ordinal)
                : vms.Where(_ => random.Next(3) == 0)
                .ToDictionary(static vm => vm.Id,
                    _ => Any(random, PlanAction.VMotion, PlanAction.Suspend, PlanAction.PowerCycle, PlanAction.PowerOff,
                        PlanAction.ColdMove, PlanAction.None), StringComparer.Ordinal),
        });
    }

    private static HostRecord Host(int number, bool isPlanned, bool isTight, Random random)
    {
        bool isSound = isPlanned || isTight;
        var devices = new List<PciDeviceRecord>();
        for (int bus = 1; bus <= (isPlanned ? 12 : isTight ? random.Next(1, 5) : random.Next(0, 5)); bus++)
        {
            bool enhanced = random.Next(2) == 0;
            var mode = enhanced ? DeviceMode.EnhancedDirectPath : DeviceMode.DirectPath;
            devices.Add(new PciDeviceRecord
            {
                Address = new PciAddress(0, bus, 0, 0),
                VendorId = 0x1234,
                DeviceId = random.Next(1, 4),
                ClassId = 0x0200,
                MmioSizeGB = Any(random, Sizes),
                NumaNode = Any<int?>(random, null, 0, 1),
                PassthroughCapable = isSound || random.Next(12) > 0,
                Mode = mode,
                ActiveMode = isSound || random.Next(8) > 0 ? mode : Any(random, DeviceMode.Host, DeviceMode.Unknown),
                OwnerUnknown = !isSound && random.Next(12) == 0,
                HardwareLabel = Any(random, null, "a", "A", "b"),
                DeviceClass = enhanced ? Any(random, Moves, Moves, Suspends, Unknown) : null,
            });
        }

        return new HostRecord
        {
            Id = FormattableString.Invariant($"HostSystem-host-{number}"),
            Name = FormattableString.Invariant($"esxi{number:00}"),
            ClusterId = !isTight && random.Next(10) == 0 ? null : Cluster,
            ConnectionState = !isSound && random.Next(12) == 0 ? VMHostState.Maintenance : VMHostState.Connected,
            PowerState = VMHostPowerState.PoweredOn,
            Version = isTight ? "8.0.3" : Any(random, "8.0.3", "8.0.3", "8.0.3", "7.0.3", null),
            IommuEnabled = isSound || random.Next(10) > 0,
            Above4GDecoding = isSound || random.Next(8) > 0,
            DvxClasses =
            [
                new DvxClassRecord { Name = Moves, CheckpointSupported = true, SwDmaTracingSupported = true },
                new DvxClassRecord { Name = Suspends, CheckpointSupported = true },
            ],
            Devices = devices,
        };
    }

    /// <summary>A machine; one that runs holds a device for each request, as if it had been started.</summary>
    private static VMRecord VM(int number, HostRecord host, HashSet<DeviceRef> taken, bool isTight, Random random)
    {
        var power = isTight ? VMPowerState.PoweredOn : Any(random, VMPowerState.PoweredOn, VMPowerState.PoweredOn,
            VMPowerState.PoweredOn, VMPowerState.PoweredOn, VMPowerState.PoweredOff, VMPowerState.Suspended);
        var devices = new List<AttachmentRecord>();
        for (int request = isTight ? Any(random, 1, 1, 1, 2, 2, 3) : Any(random, 0, 1, 1, 1, 2, 2, 3); request > 0; request--)
        {
            var free = host.Devices.Where(device => !taken.Contains(new DeviceRef(host.Id, device.Address))).ToList();
            if (free.Count == 0) break;
            var device = free[random.Next(free.Count)];
            bool isFixed = device.DeviceClass is null && random.Next(isTight ? 30 : 8) == 0;
            bool holds = isFixed || power != VMPowerState.PoweredOff;
            var held = new DeviceRef(host.Id, device.Address);
            if (holds) taken.Add(held);
            devices.Add(new AttachmentRecord
            {
                Key = AttachmentRecord.FirstKey + devices.Count,
                Technology = isFixed ? DirectPathTechnology.Fixed : device.DeviceClass is null ? DirectPathTechnology.Dynamic
                    : DirectPathTechnology.Enhanced,
                Device = holds ? held : null,
                AllowedDevices = isFixed || device.DeviceClass is not null ? []
                    : [.. Enumerable.Range(1, 3).Where(id => id == device.DeviceId.Value || random.Next(3) == 0)
                        .Select(static id => new AllowedDevice(0x1234, id))],
                HardwareLabel = device.DeviceClass is null && random.Next(3) == 0 ? device.HardwareLabel : null,
                DeviceClass = isFixed ? null : device.DeviceClass,
            });
        }

        return new VMRecord
        {
            Id = FormattableString.Invariant($"VirtualMachine-vm-{number}"),
            Name = FormattableString.Invariant($"vm-{number}"),
            HostId = host.Id,
            IsTemplate = devices.Count == 0 && power == VMPowerState.PoweredOff && random.Next(3) == 0,
            PowerState = power,
            MemoryMB = 4096,
            MemoryReservationLockedToMax = isTight || random.Next(12) > 0,
            Firmware = isTight || random.Next(12) > 0 ? Firmware.Efi : Firmware.Bios,
            HardwareVersion = isTight ? 20 : Any(random, 21, 20, 20, 19),
            AdvancedSettings = !isTight && random.Next(12) == 0
                ? VMRecord.NoSettings
                : VMRecord.NoSettings.Set(MmioSizing.EnableKey, "TRUE")
                    .Set(MmioSizing.SizeKey, Any(random, 4096, 64, 64, 32).ToString(CultureInfo.InvariantCulture)),
            Devices = devices,
        };
    }

    private static T Any<T>(Random random, params T[] of) => of[random.Next(of.Length)];
}
