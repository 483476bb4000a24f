using System.Globalization;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using Shouldly;

namespace PassthroughTools.ControlPlane.Tests.Storage.Support;

/// <summary>Small inventories in which attaching and powering on work at once, and operations on them by numbers.</summary>
internal static class Lab
{
    public const string HostId = "HostSystem-host-2";

    /// <summary>A host with network devices in DirectPath mode, and powered-off VMs vm-1000, vm-1001, ...</summary>
    public static InventoryState Of(int devices, int vms) => InventoryState.Create(
        Catalog.BuiltIn,
        "",
        revision: 0,
        nextId: 5000,
        [],
        [
            new HostRecord
            {
                Id = HostId,
                Name = "esxi01.domain.com",
                Version = "8.0.3",
                IommuEnabled = true,
                Devices = [.. Enumerable.Range(0, devices).Select(Device)],
            },
        ],
        [.. Enumerable.Range(0, vms).Select(VM)]);

    public static string VMId(int number) => string.Create(CultureInfo.InvariantCulture, $"VirtualMachine-vm-{1000 + number}");

    public static PciAddress Address(int number) => new(0, 0x10 + number, 0, 0);

    public static AttachFixedDevice Attach(int vm, int device) =>
        new() { VMId = VMId(vm), VMHostId = HostId, Address = Address(device) };

    public static DetachDevice Detach(int vm, int key = AttachmentRecord.FirstKey) => new() { VMId = VMId(vm), Key = key };

    public static ChangeVM Note(int vm, string notes) => new() { VMId = VMId(vm), Notes = notes };

    public static CreateVM Create(string name) => new() { NewName = name, VMHostId = HostId };

    public static string? OwnerOf(this InventoryState state, int device) =>
        state.OwnerOf(new DeviceRef(HostId, Address(device)))?.Id;

    /// <summary>Compares all that is stored of two states.</summary>
    public static void ShouldBeState(this InventoryState state, InventoryState expected) => Text(state).ShouldBe(Text(expected));

    private static string Text(InventoryState state)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        InventoryJson.Write(text, state, static () => "");
        return text.ToString();
    }

    private static PciDeviceRecord Device(int number) => new()
    {
        Address = Address(number),
        VendorId = 0x15b3,
        DeviceId = 0x1017,
        ClassId = 0x0200,
        PassthroughCapable = true,
        Mode = DeviceMode.DirectPath,
        ActiveMode = DeviceMode.DirectPath,
    };

    private static VMRecord VM(int number) => new()
    {
        Id = VMId(number),
        Name = string.Create(CultureInfo.InvariantCulture, $"vm-{number:000}"),
        HostId = HostId,
        MemoryMB = 4096,
        MemoryReservationMB = 4096,
        MemoryReservationLockedToMax = true,
        Firmware = Firmware.Efi,
        HardwareVersion = 21,
    };
}
