using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Core.Tests.Backends.Support;

/// <summary>Small inventories in which attaching, powering on and creating work at once.</summary>
internal static class SampleInventory
{
    public const string HostId = "HostSystem-host-2";

    public static PciAddress Address(int number) => new(0, 0x10 + number, 0, 0);

    /// <summary>A cluster, a host with network devices in DirectPath mode, and powered-off VMs vm-10, vm-11, ...</summary>
    public static InventoryState Of(int devices, int vms) => InventoryState.Create(
        Catalog.BuiltIn,
        "",
        revision: 0,
        nextId: 100,
        [new ClusterRecord { Id = "ClusterComputeResource-domain-c1", Name = "Cluster" }],
        [Host(Enumerable.Range(0, devices))],
        [.. Enumerable.Range(0, vms).Select(VM)]);

    public static string VMId(int number) => $"VirtualMachine-vm-{10 + number}";

    public static string VMName(int number) => $"vm-{number:00}";

    public static HostRecord Host(IEnumerable<int> devices) => new()
    {
        Id = HostId,
        Name = "esxi01.domain.com",
        ClusterId = "ClusterComputeResource-domain-c1",
        ConnectionState = VMHostState.Connected,
        PowerState = VMHostPowerState.PoweredOn,
        Version = "8.0.3",
        IommuEnabled = true,
        Devices = [.. devices.Select(Device)],
    };

    public static PciDeviceRecord Device(int number) => new()
    {
        Address = Address(number),
        VendorId = 0x15b3,
        DeviceId = 0x1017,
        ClassId = 0x0200,
        Name = "MT27800 Family",
        PassthroughCapable = true,
        Mode = DeviceMode.DirectPath,
        ActiveMode = DeviceMode.DirectPath,
    };

    public static VMRecord VM(int number) => new()
    {
        Id = VMId(number),
        Name = VMName(number),
        HostId = HostId,
        MemoryMB = 4096,
        MemoryReservationMB = 4096,
        MemoryReservationLockedToMax = true,
        Firmware = Firmware.Efi,
        HardwareVersion = 21,
    };

    /// <summary>A VM that holds a device by Fixed DirectPath.</summary>
    public static VMRecord Holding(this VMRecord vm, int device) => vm with
    {
        Devices = [new AttachmentRecord { Key = AttachmentRecord.FirstKey, Technology = DirectPathTechnology.Fixed,
            Device = new DeviceRef(HostId, Address(device)) }],
    };
}
