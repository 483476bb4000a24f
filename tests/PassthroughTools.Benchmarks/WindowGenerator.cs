using System.Globalization;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.State;

namespace PassthroughTools.Benchmarks;

/// <summary>
/// Makes an inventory before a maintenance window by seed: clusters of hosts with 16 devices each, half of them Enhanced; of ten
/// machines on a host five have passthrough devices: Fixed, Dynamic, Enhanced, and some two or four of one kind.
/// </summary>
internal static class WindowGenerator
{
    private const int DevicesPerHost = 16;
    private const string Class = "com.intel.flexgpu";
    private static readonly int[] Models = [0x1eb8, 0x20f1];

    /// <summary>Writes it as a store.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hosts">How many hosts.</param>
    /// <param name="vms">How many machines, spread over the hosts in turn.</param>
    /// <param name="clusterSize">How many hosts a cluster has.</param>
    /// <param name="scarce">Whether the hosts keep for themselves nearly all devices that no machine holds.</param>
    /// <param name="seed">The same for the same inventory.</param>
    public static void Write(string path, int hosts, int vms, int clusterSize, bool scarce, int seed)
    {
        var random = new Random(seed);
        var clusters = Enumerable.Range(1, (hosts + clusterSize - 1) / clusterSize).Select(static number => new ClusterRecord
        {
            Id = FormattableString.Invariant($"ClusterComputeResource-domain-c{number}"),
            Name = FormattableString.Invariant($"cluster{number:00}"),
        }).ToList();
        var hostRecords = Enumerable.Range(0, hosts)
            .Select(number => Host(clusters.Count + number + 1, clusters[number / clusterSize].Id, random)).ToList();
        var vmRecords = new List<VMRecord>(vms);
        var used = new int[hosts, 2];
        for (int number = 0; number < vms; number++)
            vmRecords.Add(VM(clusters.Count + hosts + number + 1, number / hosts, hostRecords[number % hosts], used,
                number % hosts, random));
        if (scarce)
        {
            for (int host = 0; host < hosts; host++)
                hostRecords[host] = Keeping(hostRecords[host], used[host, 0], used[host, 1], random);
        }

        InventoryExport.Write(path,
            InventoryState.Create(Catalog.BuiltIn, "", 0, clusters.Count + hosts + vms + 1, clusters, hostRecords, vmRecords),
            overwrite: true);
    }

    private static HostRecord Host(int id, string clusterId, Random random)
    {
        var devices = Enumerable.Range(0, DevicesPerHost).Select(number =>
        {
            bool enhanced = number >= DevicesPerHost / 2;
            var mode = enhanced ? DeviceMode.EnhancedDirectPath : DeviceMode.DirectPath;
            return new PciDeviceRecord
            {
                Address = new PciAddress(0, 0x10 + number, 0, 0),
                VendorId = enhanced ? 0x8086 : 0x10de,
                DeviceId = enhanced ? 0x56c0 : number % 2 == 0 ? 0x1eb8 : 0x20f1,
                SubVendorId = 0x8086,
                SubDeviceId = random.Next(1, 0xffff),
                ClassId = 0x0302,
                ClassName = "3D controller",
                VendorName = enhanced ? "Intel Corporation" : "NVIDIA Corporation",
                Name = enhanced ? "Data Center GPU Flex 170" : number % 2 == 0 ? "TU104GL [Tesla T4]" : "GA100 [A100 PCIe 40GB]",
                NumaNode = number / 4 % 2,
                PhysicalSlot = FormattableString.Invariant($"{number + 1}"),
                PassthroughCapable = true,
                Mode = mode,
                ActiveMode = mode,
                HardwareLabel = enhanced ? null : number < 4 ? "inference" : "training",
                DeviceClass = enhanced ? Class : null,
            };
        }).ToArray();
        return new HostRecord
        {
            Id = FormattableString.Invariant($"HostSystem-host-{id}"),
            Name = FormattableString.Invariant($"esxi{id:0000}.domain.com"),
            ClusterId = clusterId,
            Version = "8.0.3",
            IommuEnabled = true,
            Above4GDecoding = true,
            NumaNodes = 2,
            DvxClasses = [new DvxClassRecord { Name = Class, CheckpointSupported = true, SwDmaTracingSupported = true }],
            Devices = devices,
        };
    }

    private static VMRecord VM(int id, int slot, HostRecord host, int[,] used, int hostNumber, Random random)
    {
        // Of the first five machines of a host: one Fixed, two Dynamic, two Enhanced; a quarter of the latter four have two or
        // four.
        int count = slot is 2 or 4 && random.Next(2) == 0 ? random.Next(3) == 0 ? 4 : 2 : 1;
        bool enhanced = slot is 3 or 4;
        var devices = new List<AttachmentRecord>();
        for (int number = 0; slot < 5 && number < count; number++)
        {
            var device = host.Devices[enhanced ? (DevicesPerHost / 2) + used[hostNumber, 1]++ : used[hostNumber, 0]++];
            devices.Add(new AttachmentRecord
            {
                Key = AttachmentRecord.FirstKey + number,
                Technology = enhanced ? DirectPathTechnology.Enhanced : slot == 0 ? DirectPathTechnology.Fixed
                    : DirectPathTechnology.Dynamic,
                Device = new DeviceRef(host.Id, device.Address),
                AllowedDevices = enhanced || slot == 0
                    ? []
                    : [.. Models.Where(model => model == device.DeviceId.Value || slot == 2)
                        .Select(static model => new AllowedDevice(0x10de, model))],
                HardwareLabel = slot == 1 ? device.HardwareLabel : null,
                DeviceClass = enhanced ? Class : null,
            });
        }

        return new VMRecord
        {
            Id = FormattableString.Invariant($"VirtualMachine-vm-{id}"),
            Name = FormattableString.Invariant($"vm-{id:00000}"),
            HostId = host.Id,
            PowerState = slot == 9 ? VMPowerState.PoweredOff : VMPowerState.PoweredOn,
            NumCpu = 8,
            MemoryMB = 32768,
            MemoryReservationMB = 32768,
            MemoryReservationLockedToMax = true,
            Firmware = Firmware.Efi,
            HardwareVersion = 21,
            GuestId = "ubuntu64Guest",
            AdvancedSettings = devices.Count == 0 ? VMRecord.NoSettings : VMRecord.NoSettings.Set(MmioSizing.EnableKey, "TRUE")
                .Set(MmioSizing.SizeKey, 1024.ToString(CultureInfo.InvariantCulture)),
            Devices = devices,
        };
    }

    private static HostRecord Keeping(HostRecord host, int fixedUsed, int enhancedUsed, Random random) => host with
    {
        Devices = [.. host.Devices.Select((device, index) =>
            index < fixedUsed || (index >= DevicesPerHost / 2 && index < (DevicesPerHost / 2) + enhancedUsed)
                || random.Next(20) == 0
                ? device
                : device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host })],
    };
}
