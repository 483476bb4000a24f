using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Core.Tests.Build;

/// <summary>Operations by the names of what they are about; using static makes a test read as the cmdlets do.</summary>
internal static class Asks
{
    public static Func<InventoryState, Operation> AttachFixed(string vm, string address) => state => new AttachFixedDevice
    {
        VMId = state.VMNamed(vm).Id, VMHostId = state.HostOf(address).Id, Address = PciAddress.Parse(address),
    };

    public static Func<InventoryState, Operation> AttachGroup(string vm, string group) => state => new AttachDeviceGroup
    {
        VMId = state.VMNamed(vm).Id, DeviceGroup = group,
    };

    public static Func<InventoryState, Operation> AttachDynamic(string vm, params string[] allowed) =>
        AttachLabelled(vm, null, allowed);

    public static Func<InventoryState, Operation> AttachLabelled(string vm, string? label, params string[] allowed) =>
        state => new AttachDynamicDevice
    {
        VMId = state.VMNamed(vm).Id, AllowedDevices = [.. allowed.Select(AllowedDevice.Parse)], HardwareLabel = label,
    };

    public static Func<InventoryState, Operation> AttachEnhanced(string vm, string dvxClass) => state => new AttachEnhancedDevice
    {
        VMId = state.VMNamed(vm).Id, DeviceClass = dvxClass,
    };

    public static Func<InventoryState, Operation> Detach(string vm, int key = AttachmentRecord.FirstKey) =>
        state => new DetachDevice
    {
        VMId = state.VMNamed(vm).Id, Key = key,
    };

    public static Func<InventoryState, Operation> PowerOn(string vm) => state => new PowerOnVM { VMId = state.VMNamed(vm).Id };

    public static Func<InventoryState, Operation> PowerOff(string vm) => state => new PowerOffVM { VMId = state.VMNamed(vm).Id };

    public static Func<InventoryState, Operation> Suspend(string vm, bool force = false) =>
        state => new SuspendVM { VMId = state.VMNamed(vm).Id, Force = force };

    public static Func<InventoryState, Operation> Reset(string vm) => state => new RestartVM { VMId = state.VMNamed(vm).Id };

    public static Func<InventoryState, Operation> Move(string vm, string? host = null, string? datastore = null,
        bool force = false, string[]? devices = null) => state => new MoveVM
    {
        VMId = state.VMNamed(vm).Id, VMHostId = host is null ? null : state.HostNamed(host).Id, Datastore = datastore,
        Force = force,
        Devices = devices is null ? null : [.. devices.Select(PciAddress.Parse)],
    };

    public static Func<InventoryState, Operation> Snap(string vm, string name, bool memory = false, bool force = false) =>
        state => new CreateSnapshot
    {
        VMId = state.VMNamed(vm).Id, NewName = name, Memory = memory,
        Created = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), Force = force,
    };

    /// <summary>Removes the first snapshot of a name.</summary>
    public static Func<InventoryState, Operation> Unsnap(string vm, string name, bool children = false) =>
        state => new RemoveSnapshot
    {
        VMId = state.VMNamed(vm).Id, SnapshotId = state.VMNamed(vm).Snapshots.First(one => one.Name == name).Id,
        RemoveChildren = children,
    };

    public static Func<InventoryState, Operation> SetState(string host, VMHostState state, bool evacuate = false) =>
        inventory => new SetHostState
    {
        VMHostId = inventory.HostNamed(host).Id, State = state, Evacuate = evacuate,
    };

    public static Func<InventoryState, Operation> Remove(string vm) => state => new RemoveVM { VMId = state.VMNamed(vm).Id };

    public static Func<InventoryState, Operation> Create(string name, Func<CreateVM, CreateVM>? with = null) => state =>
    {
        var operation = new CreateVM { NewName = name, VMHostId = state.Hosts.Values.Last().Id };
        return with is null ? operation : with(operation);
    };

    public static Func<InventoryState, Operation> Change(string vm, Func<ChangeVM, ChangeVM> with) => state =>
        with(new ChangeVM { VMId = state.VMNamed(vm).Id });

    public static Func<InventoryState, Operation> Reserve(string vm, Func<SetResources, SetResources> with) => state =>
        with(new SetResources { VMId = state.VMNamed(vm).Id });

    public static Func<InventoryState, Operation> SizeMmio(string vm, int? sizeGB = null) => state => new SetMmioSizing
    {
        VMId = state.VMNamed(vm).Id, SizeGB = sizeGB,
    };

    public static Func<InventoryState, Operation> Setting(string vm, string name, string? value, bool mustBeNew = false) =>
        state => new SetAdvancedSetting
    {
        VMId = state.VMNamed(vm).Id, Setting = name, Value = value, MustBeNew = mustBeNew,
    };

    public static Func<InventoryState, Operation> SetMode(string address, DeviceMode mode, bool applyNow = false) =>
        state => new SetDeviceMode
    {
        VMHostId = state.HostOf(address).Id, Address = PciAddress.Parse(address), Mode = mode, ApplyNow = applyNow,
    };

    public static Func<InventoryState, Operation> SetLabel(string address, string label) => state => new SetDeviceMode
    {
        VMHostId = state.HostOf(address).Id, Address = PciAddress.Parse(address), HardwareLabel = label,
    };

    public static Func<InventoryState, Operation> RemoveHostOf(string host) =>
        state => new RemoveHost { VMHostId = state.HostNamed(host).Id };

    public static Func<InventoryState, Operation> Restart(string host, bool force = false, bool evacuate = false) =>
        state => new RestartHost
    {
        VMHostId = state.HostNamed(host).Id, Force = force, Evacuate = evacuate,
    };
}
