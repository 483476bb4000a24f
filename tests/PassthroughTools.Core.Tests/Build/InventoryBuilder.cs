using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Core.Tests.Build;

/// <summary>
/// Inventories in a line per object. What is not said is fit for passthrough: a host with ESXi 8.0.3 and all its firmware
/// settings on, a device in mode DirectPath, a machine with EFI, vmx-21, all its memory reserved and 64-bit MMIO. Devices and
/// machines belong to the host that was added last.
/// </summary>
internal static class InventoryBuilder
{
    /// <summary>A GPU of 16 GB that maps them all: it needs EFI and 64-bit MMIO.</summary>
    public const string A2 = "10de:25b6";

    /// <summary>A GPU of 16 GB that maps 0.25 GB: it needs neither.</summary>
    public const string T4 = "10de:1eb8";

    public const string Nic = "8086:1572";
    public const string Qat = "8086:4940";

    public static InventoryState Lab { get; } = InventoryState.Empty(Catalog.BuiltIn, "/VIServer=lab/");

    public static InventoryState AddCluster(this InventoryState state, string name) =>
        state.With(new ClusterPut(new ClusterRecord { Id = $"ClusterComputeResource-domain-c{state.NextId}", Name = name }));

    public static InventoryState AddHost(this InventoryState state, string name, Func<HostRecord, HostRecord>? with = null)
    {
        var host = new HostRecord
        {
            Id = $"HostSystem-host-{state.NextId}",
            Name = name,
            ClusterId = state.Clusters.Values.LastOrDefault()?.Id,
            Version = "8.0.3",
            IommuEnabled = true,
            Above4GDecoding = true,
            SriovEnabled = true,
        };
        return state.With(new HostPut(with is null ? host : with(host)));
    }

    public static InventoryState AddDevice(this InventoryState state, string address, string ids = A2,
        Func<PciDeviceRecord, PciDeviceRecord>? with = null)
    {
        var id = AllowedDevice.Parse(ids);
        var device = new PciDeviceRecord
        {
            Address = PciAddress.Parse(address),
            VendorId = id.VendorId,
            DeviceId = id.DeviceId,
            PassthroughCapable = true,
            Mode = DeviceMode.DirectPath,
            ActiveMode = DeviceMode.DirectPath,
        };
        return state.With(new DevicePut(state.Hosts.Values.Last().Id, with is null ? device : with(device)));
    }

    /// <summary>A device of a DVX class, in mode EnhancedDirectPath.</summary>
    public static InventoryState AddEnhanced(this InventoryState state, string address, string ids, string? dvxClass) =>
        state.AddDevice(
        address, ids,
        device => device with { Mode = DeviceMode.EnhancedDirectPath, ActiveMode = DeviceMode.EnhancedDirectPath,
            DeviceClass = dvxClass });

    /// <summary>A virtual function of the physical function at <paramref name="parent"/>.</summary>
    public static InventoryState AddFunction(this InventoryState state, string address, string parent) => state.AddDevice(
        address, Nic, device => device with { ParentAddress = PciAddress.Parse(parent) });

    /// <summary>A device group of the host that was added last.</summary>
    public static InventoryState AddGroup(this InventoryState state, string name, params string[] members)
    {
        var host = state.Hosts.Values.Last();
        var group = new DeviceGroupRecord { Name = name, Members = [.. members.Select(PciAddress.Parse)] };
        return state.With(new HostPut(host with { DeviceGroups = [.. host.DeviceGroups, group] }));
    }

    public static InventoryState AddVM(this InventoryState state, string name, Func<VMRecord, VMRecord>? with = null)
    {
        var vm = new VMRecord
        {
            Id = $"VirtualMachine-vm-{state.NextId}",
            Name = name,
            HostId = state.Hosts.Values.Last().Id,
            NumCpu = 2,
            MemoryMB = 4096,
            MemoryReservationMB = 4096,
            MemoryReservationLockedToMax = true,
            Firmware = Firmware.Efi,
            HardwareVersion = 21,
            AdvancedSettings = VMRecord.NoSettings.Set("pciPassthru.use64bitMMIO", "TRUE")
                .Set("pciPassthru.64bitMMIOSizeGB", "4096"),
        };
        return state.With(new VMPut(with is null ? vm : with(vm)));
    }

    public static InventoryState AddTemplate(this InventoryState state, string name) =>
        state.AddVM(name, static vm => vm with { IsTemplate = true });

    public static InventoryState ChangeHost(this InventoryState state, string name, Func<HostRecord, HostRecord> with) =>
        state.With(new HostPut(with(state.HostNamed(name))));

    public static InventoryState ChangeDevice(this InventoryState state, string address,
        Func<PciDeviceRecord, PciDeviceRecord> with) =>
        state.With(new DevicePut(state.HostOf(address).Id, with(state.DeviceAt(address))));

    public static InventoryState ChangeVM(this InventoryState state, string name, Func<VMRecord, VMRecord> with) =>
        state.With(new VMPut(with(state.VMNamed(name))));

    /// <summary>As an import leaves it: some settings nobody sets.</summary>
    public static InventoryState ChangeSetting(this InventoryState state, string name, string key, string value) =>
        state.ChangeVM(name, vm => vm with { AdvancedSettings = vm.AdvancedSettings.Set(key, value) });

    public static InventoryState With(this InventoryState state, params Change[] changes) =>
        state.Apply(state.Revision + 1, changes);

    public static HostRecord HostNamed(this InventoryState state, string name) => state.HostsNamed(name).Single();

    public static VMRecord VMNamed(this InventoryState state, string name) => state.VMsNamed(name).Single();

    /// <summary>The first host with a device at the address.</summary>
    public static HostRecord HostOf(this InventoryState state, string address) =>
        state.Hosts.Values.First(host => host.FindDevice(PciAddress.Parse(address)) is not null);

    public static PciDeviceRecord DeviceAt(this InventoryState state, string address) =>
        state.HostOf(address).FindDevice(PciAddress.Parse(address))!;

    /// <summary>The name of the machine that has the device, or null.</summary>
    public static string? OwnerAt(this InventoryState state, string address) =>
        state.OwnerOf(new DeviceRef(state.HostOf(address).Id, PciAddress.Parse(address)))?.Name;
}
