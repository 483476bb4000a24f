using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Benchmarks;

/// <summary>
/// Makes an inventory by seed: hosts with 16 passthrough devices each, machines of which every other has one of them.
/// </summary>
internal static class InventoryGenerator
{
    public const int DevicesPerHost = 16;
    private static readonly (int Vendor, int Device, string Name)[] Models =
        [(0x10de, 0x1eb8, "TU104GL [Tesla T4]"), (0x10de, 0x20f1, "GA100 [A100 PCIe 40GB]"),
            (0x8086, 0x56c0, "Data Center GPU Flex 170"), (0x1002, 0x740f, "Instinct MI210")];

    public static void Write(string path, int hosts, int vms, int seed)
    {
        var random = new Random(seed);
        var hostRecords = new List<HostRecord>(hosts);
        var vmRecords = new List<VMRecord>(vms);
        for (int h = 0; h < hosts; h++) hostRecords.Add(Host(h, random));
        for (int v = 0; v < vms; v++) vmRecords.Add(VM(v, hostRecords, hosts + v + 1));
        var state = InventoryState.Create(Catalog.BuiltIn, "", 0, hosts + vms + 1, [], hostRecords, vmRecords);
        InventoryExport.Write(path, state, overwrite: true);
    }

    private static HostRecord Host(int number, Random random)
    {
        var devices = new PciDeviceRecord[DevicesPerHost];
        for (int d = 0; d < devices.Length; d++)
        {
            var (vendor, device, name) = Models[random.Next(Models.Length)];
            devices[d] = new PciDeviceRecord
            {
                Address = new PciAddress(0, 0x10 + d, 0, 0),
                VendorId = vendor,
                DeviceId = device,
                SubVendorId = vendor,
                SubDeviceId = random.Next(1, 0xffff),
                ClassId = 0x0302,
                ClassName = "3D controller",
                VendorName = vendor == 0x10de ? "NVIDIA Corporation" : vendor == 0x8086 ? "Intel Corporation"
                    : "Advanced Micro Devices, Inc. [AMD/ATI]",
                Name = name,
                NumaNode = d % 2,
                PhysicalSlot = FormattableString.Invariant($"{d + 1}"),
                PassthroughCapable = true,
                Mode = DeviceMode.DirectPath,
                ActiveMode = DeviceMode.DirectPath,
            };
        }

        return new HostRecord
        {
            Id = FormattableString.Invariant($"HostSystem-host-{number + 1}"),
            Name = FormattableString.Invariant($"esxi{number + 1:0000}.domain.com"),
            Version = "8.0.3",
            IommuEnabled = true,
            Above4GDecoding = true,
            NumaNodes = 2,
            Devices = devices,
        };
    }

    private static VMRecord VM(int number, List<HostRecord> hosts, int id)
    {
        var host = hosts[number % hosts.Count];
        int slot = number / hosts.Count;
        bool holds = slot < DevicesPerHost / 2 && slot % 2 == 0;
        return new VMRecord
        {
            Id = FormattableString.Invariant($"VirtualMachine-vm-{id}"),
            Name = FormattableString.Invariant($"vm-{number + 1:00000}"),
            HostId = host.Id,
            NumCpu = 8,
            MemoryMB = 32768,
            MemoryReservationMB = 32768,
            MemoryReservationLockedToMax = true,
            Firmware = Firmware.Efi,
            HardwareVersion = 21,
            GuestId = "ubuntu64Guest",
            Devices = holds
                ? [new AttachmentRecord { Key = AttachmentRecord.FirstKey, Technology = DirectPathTechnology.Fixed,
                    Device = new DeviceRef(host.Id, host.Devices[slot].Address) }]
                : [],
        };
    }
}
