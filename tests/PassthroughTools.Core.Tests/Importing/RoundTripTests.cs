using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

public sealed class RoundTripTests
{
    private const string NVLink = "Nvidia:2@grid_a100d-80c%NVLink";

    [Fact]
    public void AnExportedStoreImportsIntoAnEmptyOneCompletely()
    {
        var original = Whole();
        var exported = Imports.File(original.Document(), "export.json");

        var copy = Imports.Empty.ImportOn(null, null, exported);

        Records(copy).ShouldBe(Records(original));
        copy.DecideOn(null, null, exported).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void AnExportedStoreMergesIntoOneThatKnowsTheSameObjectsUnderOtherIds()
    {
        var original = Whole();
        var other = Imports.Empty.ImportOn("elsewhere", "other", Imports.Vmx("a"), Imports.Vmx("b"))
            .ImportOn("esxi02", null, Imports.Vmx("gpu-01"));
        var hostId = other.TheHost("esxi02").Id;

        var merged = other.ImportOn(null, null, Imports.File(original.Document(), "export.json"));

        merged.TheHost("esxi02").Id.ShouldBe(hostId);
        merged.TheVM("gpu-01").HostId.ShouldBe(hostId);
        merged.OwnerOf(new DeviceRef(hostId, PciAddress.Parse("0000:41:00.0")))!.Name.ShouldBe("gpu-01");
        merged.VMs.Count.ShouldBe(2 + original.VMs.Count);
        merged.TheVM("gpu-01").Snapshots.Count.ShouldBe(1);
        merged.DecideOn(null, null, Imports.File(original.Document(), "export.json")).Changes.ShouldBeEmpty();
    }

    private static string Records(InventoryState state)
    {
        var document = state.Document();
        return document[document.IndexOf("\"clusters\"", StringComparison.Ordinal)..];
    }

    private static DeviceGroupRecord Pair(string first, string second) =>
        new() { Name = NVLink, Members = [PciAddress.Parse(first), PciAddress.Parse(second)] };

    private static ClusterServicesRecord Services => new()
    {
        DrsEnabled = true, DrsAutomationLevel = DrsAutomationLevel.FullyAutomated, EvcMode = "intel-icelake", HaEnabled = false,
        HaFailoverLevel = 2,
        HaAdmissionControlEnabled = true, HaIsolationResponse = HAIsolationResponse.Shutdown,
        HaRestartPriority = HARestartPriority.Lowest, VsanEnabled = false,
    };

    /// <summary>An inventory in which each property of each record is set somewhere.</summary>
    internal static InventoryState Whole()
    {
        const string hostId = "HostSystem-host-42", vmId = "VirtualMachine-vm-43";
        var gpu = Imports.File(EsxcliSample.Text(EsxcliSample.Gpu())).Lists!.Devices.Single();
        var held = new DeviceRef(hostId, gpu.Address);
        return Imports.Empty.With(
            new ClusterPut(
                new ClusterRecord { Id = "ClusterComputeResource-domain-c7", Name = "GPU-Cluster", Services = Services }),
            new HostPut(new HostRecord
            {
                Id = hostId,
                Name = "esxi02",
                ClusterId = "ClusterComputeResource-domain-c7",
                ConnectionState = VMHostState.NotResponding,
                Version = "8.0.3",
                IommuEnabled = true,
                SriovEnabled = false,
                NumaNodes = 2,
                Hardware = ViewLab.State.HostNamed("esx1").Hardware,
                DvxClasses = [new DvxClassRecord { Name = "com.intel.qat", CheckpointSupported = true }],
                DeviceGroups = [Pair("0000:41:00.0", "0000:42:00.0"), Pair("0000:43:00.0", "0000:44:00.0")],
                Devices =
                [
                    gpu,
                    gpu with { Address = PciAddress.Parse("0000:42:00.0"), Mode = DeviceMode.Host, ParentAddress = gpu.Address,
                        DependentAddress = PciAddress.Parse("0000:00:01.0"), ConfigurableModes = [DeviceMode.Host],
                        MmioSizeGB = 16 },
                    gpu with { Address = PciAddress.Parse("0000:43:00.0"), Mode = DeviceMode.EnhancedDirectPath,
                        ActiveMode = DeviceMode.EnhancedDirectPath, DeviceClass = "com.intel.qat" },
                    gpu with { Address = PciAddress.Parse("0000:44:00.0"), Mode = DeviceMode.Host,
                        ActiveMode = DeviceMode.DirectPath },
                ],
            }),
            new VMPut(new VMRecord
            {
                Id = vmId,
                Name = "gpu-01",
                Uuid = Guid.Parse("564d3f2a-0b1c-4d5e-8f90-a1b2c3d4e5f6"),
                InstanceUuid = Guid.Parse("502c1a2b-3c4d-5e6f-7081-92a3b4c5d6e7"),
                HostId = hostId,
                PowerState = VMPowerState.PoweredOn,
                NumCpu = 4,
                CoresPerSocket = 2,
                MemoryMB = 8192,
                MemoryReservationLockedToMax = true,
                Firmware = Firmware.Efi,
                HardwareVersion = 21,
                GuestId = "ubuntu64Guest",
                Details = ViewLab.State.VMNamed("vm1").Details,
                Guest = ViewLab.State.VMNamed("vm1").Guest,
                Notes = "İı ß \"quoted\"\n😀",
                AdvancedSettings = VMRecord.NoSettings.Set("pciPassthru.use64bitMMIO", "TRUE"),
                Snapshots =
                    [new SnapshotRecord { Id = "VirtualMachineSnapshot-snapshot-44", Name = "s",
                        Created = new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(7), Memory = true,
                        PowerState = VMPowerState.Suspended, Quiesced = false, SizeMB = 0.5m, Current = true }],
                Devices =
                [
                    new AttachmentRecord { Key = 13000, Technology = DirectPathTechnology.Dynamic,
                        AllowedDevices = [AllowedDevice.Parse("10de:1eb8")], HardwareLabel = "inference", Device = held },
                    new AttachmentRecord
                    {
                        Key = 13001,
                        Technology = DirectPathTechnology.Enhanced,
                        DeviceClass = "com.intel.qat",
                        ConfigParameters = VMRecord.NoSettings.Set("profile", "1"),
                        Device = new DeviceRef(hostId, PciAddress.Parse("0000:43:00.0")),
                    },
                    new AttachmentRecord
                    {
                        Key = 13002,
                        Technology = DirectPathTechnology.Fixed,
                        Device = new DeviceRef(hostId, PciAddress.Parse("0000:44:00.0")),
                        DeviceGroup = NVLink,
                        GroupInstanceKey = 1,
                    },
                ],
            }),
            new VMPut(new VMRecord { Id = "VirtualMachine-vm-50", Name = "gold", HostId = hostId, IsTemplate = true,
                HardwareVersion = 20 }));
    }
}
