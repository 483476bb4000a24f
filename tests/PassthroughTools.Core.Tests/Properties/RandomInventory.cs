using System.Globalization;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.State;

namespace PassthroughTools.Core.Tests.Properties;

/// <summary>
/// A small inventory: hosts of several versions in a cluster and apart, network devices with virtual functions, GPUs with large
/// MMIO regions, devices of a DVX class, and VMs of several hardware versions, most of them fit for passthrough.
/// </summary>
internal static class RandomInventory
{
    private const string ClusterId = "ClusterComputeResource-domain-c1";

    public static InventoryState Of(int seed)
    {
        var random = new Random(seed);
        var hosts = Enumerable.Range(2, random.Next(1, 4)).Select(id => Host(id, random)).ToList();
        var vms = Enumerable.Range(10, random.Next(2, 7)).Select(id => VM(id, hosts[random.Next(hosts.Count)], random)).ToList();
        return InventoryState.Create(Catalog.BuiltIn, "", 0, 1, [new ClusterRecord { Id = ClusterId, Name = "Cluster" }],
            hosts, vms);
    }

    private static HostRecord Host(int id, Random random)
    {
        bool withClass = random.Next(2) == 0;
        var devices = new List<PciDeviceRecord>();
        for (int i = random.Next(1, 4); i > 0; i--)
            devices.Add(Device(0x10 + i, 0x10de, i == 3 ? 0x1eb8 : 0x25b6, 0x0302, random));
        for (int i = random.Next(0, 3); i > 0; i--)
        {
            devices.Add(Device(0x20 + i, 0x8086, 0x56c0, 0x0380, random) with
            {
                DeviceClass = withClass ? "com.vendor.flex" : null,
                Mode = DeviceMode.EnhancedDirectPath,
                ActiveMode = DeviceMode.EnhancedDirectPath,
            });
        }

        for (int i = random.Next(0, 3); i > 0; i--)
        {
            var parent = Device(0x30 + i, 0x15b3, 0x1017, 0x0200, random);
            devices.Add(parent);
            for (int function = random.Next(0, 4); function > 0; function--)
            {
                devices.Add(Device(0x30 + i, 0x15b3, 0x1018, 0x0200, random) with
                {
                    Address = new PciAddress(0, 0x30 + i, 0, function),
                    ParentAddress = parent.Address,
                });
            }
        }

        if (random.Next(4) == 0)
        {
            for (int i = 0; i < 2; i++)
                devices[i % devices.Count] =
                    devices[i % devices.Count] with { DependentAddress = PciAddress.Parse("0000:00:01.0") };
        }

        return new HostRecord
        {
            Id = FormattableString.Invariant($"HostSystem-host-{id}"),
            Name = FormattableString.Invariant($"esxi{id:00}"),
            ClusterId = random.Next(3) > 0 ? ClusterId : null,
            ConnectionState = random.Next(8) == 0 ? VMHostState.Maintenance : VMHostState.Connected,
            PowerState = VMHostPowerState.PoweredOn,
            Version = Any(random, "8.0.3", "8.0.3", "8.0.0", "7.0.3", "4.1.0", null),
            IommuEnabled = random.Next(10) == 0 ? null : true,
            Above4GDecoding = random.Next(10) == 0 ? null : true,
            RebindWithoutReboot = random.Next(2) == 0,
            Hardware = id % 2 == 0
                ? new HostHardwareRecord { Model = "PowerEdge R750", NumCpu = 64, MemoryTotalMB = 524_288 }
                : null,
            DvxClasses = withClass ? [new DvxClassRecord { Name = "com.vendor.flex", CheckpointSupported = true }] : [],
            DeviceGroups = Group(devices),
            Devices = [.. devices.OrderBy(static device => device.Address)],
        };
    }

    /// <summary>The first GPUs of a host, where there are two or more.</summary>
    private static DeviceGroupRecord[] Group(List<PciDeviceRecord> devices)
    {
        PciAddress[] members =
            [.. devices.Where(static device => device.VendorId == 0x10de).Select(static device => device.Address).Order()
                .Take(2)];
        return members.Length < 2 ? [] : [new DeviceGroupRecord { Name = "pair", Members = [.. members] }];
    }

    private static PciDeviceRecord Device(int bus, int vendor, int device, int @class, Random random)
    {
        var mode = Any(random, DeviceMode.DirectPath, DeviceMode.DirectPath, DeviceMode.DirectPath, DeviceMode.Host,
            DeviceMode.Host, DeviceMode.Unknown);
        return new PciDeviceRecord
        {
            Address = new PciAddress(0, bus, 0, 0),
            VendorId = vendor,
            DeviceId = device,
            ClassId = @class,
            PassthroughCapable = random.Next(10) > 0,
            Mode = mode,
            ActiveMode = random.Next(10) == 0 ? DeviceMode.Host : mode,
            HardwareLabel = Any(random, null, null, "a", "b"),
            OwnerUnknown = random.Next(12) == 0,
        };
    }

    private static VMRecord VM(int id, HostRecord host, Random random)
    {
        bool reserved = random.Next(6) > 0;
        return new VMRecord
        {
            Id = FormattableString.Invariant($"VirtualMachine-vm-{id}"),
            Name = FormattableString.Invariant($"vm-{id}"),
            HostId = host.Id,
            IsTemplate = random.Next(20) == 0,
            PowerState = Any(random, VMPowerState.PoweredOff, VMPowerState.PoweredOff, VMPowerState.PoweredOff,
                VMPowerState.PoweredOff, VMPowerState.PoweredOff, VMPowerState.PoweredOn, VMPowerState.Suspended),
            MemoryMB = 4096,
            MemoryReservationMB = reserved ? 4096 : 0,
            MemoryReservationLockedToMax = reserved,
            Firmware = random.Next(4) > 0 ? Firmware.Efi : Firmware.Bios,
            HardwareVersion = Any(random, 21, 21, 20, 19, 17, 13, 7),
            Details = id % 2 == 0
                ? new VMDetailsRecord { Folder = "GPU", ResourcePool = "Resources", UsedSpaceGB = 40.5m }
                : null,
            Guest = id % 3 == 0 ? new GuestRecord { ToolsRunning = true, IPAddresses = ["192.0.2.1"] } : null,
            AdvancedSettings = random.Next(4) == 0
                ? VMRecord.NoSettings
                : VMRecord.NoSettings.Set(MmioSizing.EnableKey, "TRUE")
                    .Set(MmioSizing.SizeKey, (16 << random.Next(6)).ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static T Any<T>(Random random, params IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
