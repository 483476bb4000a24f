using PassthroughTools.Inventory;
using PassthroughTools.State;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Build;

/// <summary>An inventory in which every property has a value of its own.</summary>
internal static class ViewLab
{
    public static InventoryState State { get; } = Lab.AddCluster("cl1")
        .AddHost("esx1", static host => host with
        {
            Hardware = new HostHardwareRecord
            {
                Manufacturer = "Dell Inc.", Model = "PowerEdge R750", ProcessorType = "Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz",
                NumCpu = 64,
                CpuTotalMhz = 127_872, CpuUsageMhz = 9_000, MemoryTotalMB = 524_288, MemoryUsageMB = 65_536,
                HyperthreadingActive = true,
                MaxEvcMode = "intel-icelake",
            },
            Version = "8.0.3", Build = "24022510", NumaNodes = 2, SriovEnabled = false,
            DvxClasses = [new DvxClassRecord { Name = "com.intel.qat", CheckpointSupported = true }],
        })
        .AddDevice("03:00.0", T4, static device => device with
        {
            SubVendorId = 0x10de, SubDeviceId = 0x12a2, ClassId = 0x0302, ClassName = "3D controller",
            VendorName = "NVIDIA Corporation", Name = "Tesla T4",
            HardwareLabel = "inference", NumaNode = 1, PhysicalSlot = "PCIe Slot 3",
        })
        .AddDevice("04:00.0", "8086:1572", static device => device with
        {
            ClassId = 0x0200, Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host, ConfigurableModes = [DeviceMode.Host],
            PassthroughCapable = false,
        })
        .AddFunction("04:02.0", "04:00.0")
        .AddEnhanced("05:00.0", Qat, "com.intel.qat")
        .AddVM("vm1", static vm => vm with
        {
            NumCpu = 8, CoresPerSocket = 4, MemoryMB = 6144, GuestId = "ubuntu64Guest", Notes = "team a",
            Details = new VMDetailsRecord
            {
                Folder = "GPU", FolderId = "Folder-group-v3", ResourcePool = "Resources",
                ResourcePoolId = "ResourcePool-resgroup-8",
                DatastoreIds = ["Datastore-datastore-12"], UsedSpaceGB = 40.5m, ProvisionedSpaceGB = 120,
                DrsAutomationLevel = DrsAutomationLevel.Manual,
                CustomFields = VMRecord.NoSettings.Set("Owner", "team a"),
            },
            Guest = new GuestRecord
            {
                ToolsRunning = true, ToolsVersion = "12.4.0", OSFullName = "Ubuntu Linux (64-bit)", HostName = "vm1.lab",
                IPAddresses = ["192.0.2.11"],
            },
            Snapshots =
            [
                new SnapshotRecord
                {
                    Id = "snapshot-1", Name = "before", Created = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
                    Quiesced = true, SizeMB = 1536,
                },
            ],
        })
        .AddVM("vm2")
        .AddTemplate("gold")
        .Do(AttachFixed("vm1", "03:00.0"));

    public static PassthroughDevice OfHost(string address, InventoryState? state = null) =>
        (state ?? State).AllHosts().First().PassthroughDevices().Single(device => device.Id == address);

    public static PassthroughDevice OfVM(string name, InventoryState? state = null) =>
        (state ?? State).AllVMs().Single(vm => vm.Name == name).PassthroughDevices.Single();
}
