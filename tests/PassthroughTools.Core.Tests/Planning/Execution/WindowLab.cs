using System.Globalization;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Planning;
using PassthroughTools.State;
using static PassthroughTools.Core.Tests.Build.Asks;

namespace PassthroughTools.Core.Tests.Planning.Execution;

/// <summary>Hosts of a cluster, the first of which runs machines of every kind, and a plan that frees it.</summary>
internal static class WindowLab
{
    private const string Flex = "8086:56c0", DvxClass = "com.intel.flexgpu";

    /// <summary>
    /// On esx1: live-0 to 3 without devices, flex-0 and 1 with an Enhanced device each (esx2 has one free), dyn-0 with a Dynamic
    /// one (esx2 has one free), fixed-0 with a Fixed one, off-0 powered off, sleeping-0 suspended.
    /// </summary>
    public static InventoryState State { get; } = Make();

    public static MaintenancePlan Plan(InventoryState state, int throttleLimit = 4) =>
        MaintenancePlanner.Plan(state, [state.HostNamed("esx1").Id],
            new MaintenancePlanOptions { Target = "lab.json", ThrottleLimit = throttleLimit });

    /// <summary>The inventory's machines: where each is, what it does and which devices it holds.</summary>
    public static string Places(InventoryState state) => string.Join("\n", state.VMs.Values.Select(vm => string.Create(
        CultureInfo.InvariantCulture,
        $"{vm.Name} {vm.PowerState} on {state.Hosts.Find(vm.HostId)!.Name} with {string.Join(", ", vm.Devices.Select(static device => device.Device?.Address.ToString() ?? "none"))}")));

    private static InventoryState Make()
    {
        var state = InventoryBuilder.Lab.AddCluster("lab");
        foreach (var host in (string[])["esx1", "esx2", "esx3"])
            state = state.AddHost(host,
                static host =>
                    host with { DvxClasses =
                        [new DvxClassRecord { Name = DvxClass, CheckpointSupported = true, SwDmaTracingSupported = true }] });
        state = Devices(state, "esx1", 1, flex: 2, dynamic: 1, fixedOnes: 1);
        state = Devices(state, "esx2", 2, flex: 1, dynamic: 1, fixedOnes: 0);
        var home = state.HostNamed("esx1").Id;
        string[] names = ["live-0", "live-1", "live-2", "live-3", "flex-0", "flex-1", "dyn-0", "fixed-0", "off-0", "sleeping-0"];
        foreach (var name in names) state = state.AddVM(name, vm => vm with { HostId = home });
        state = state.Do(AttachEnhanced("flex-0", DvxClass), AttachEnhanced("flex-1", DvxClass),
            AttachDynamic("dyn-0", InventoryBuilder.A2), AttachFixed("fixed-0", "0001:30:00.0"));
        foreach (var name in names.Where(static name => name != "off-0")) state = state.Do(PowerOn(name));
        return state.Do(static now => new SuspendVM { VMId = now.VMNamed("sleeping-0").Id });
    }

    /// <summary>Devices of a host; the segment of their addresses is the host's number.</summary>
    private static InventoryState Devices(InventoryState state, string host, int segment, int flex, int dynamic, int fixedOnes)
    {
        for (int i = 0; i < flex; i++) state = Add(state, 0x10 + i, Flex, DeviceMode.EnhancedDirectPath, DvxClass);
        for (int i = 0; i < dynamic; i++) state = Add(state, 0x20 + i, InventoryBuilder.A2, DeviceMode.DirectPath, null);
        for (int i = 0; i < fixedOnes; i++) state = Add(state, 0x30 + i, InventoryBuilder.Qat, DeviceMode.DirectPath, null);
        return state;

        InventoryState Add(InventoryState now, int bus, string ids, DeviceMode mode, string? dvxClass)
        {
            var id = AllowedDevice.Parse(ids);
            return now.With(new DevicePut(now.HostNamed(host).Id, new PciDeviceRecord
            {
                Address = new PciAddress(segment, bus, 0, 0), VendorId = id.VendorId, DeviceId = id.DeviceId,
                PassthroughCapable = true, Mode = mode, ActiveMode = mode, DeviceClass = dvxClass,
            }));
        }
    }
}
