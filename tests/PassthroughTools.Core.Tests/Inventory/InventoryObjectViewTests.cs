using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;

namespace PassthroughTools.Core.Tests.Inventory;

/// <summary>Machines, templates, hosts, clusters and PCI devices as an administrator reads them.</summary>
public sealed class InventoryObjectViewTests
{
    [Fact]
    public void AVirtualMachine()
    {
        var vm = ViewLab.State.AllVMs().First();

        (vm.Id, vm.Name, vm.ToString(), vm.PowerState, vm.IsTemplate).ShouldBe(
            (ViewLab.State.VMNamed("vm1").Id, "vm1", "vm1", VMPowerState.PoweredOff, false));
        vm.Uid.ShouldBe($"/VIServer=lab/VirtualMachine={vm.Id}/");
        (vm.VMHost.Name, vm.VMHostId, vm.Cluster!.Name).ShouldBe(("esx1", ViewLab.State.HostNamed("esx1").Id, "cl1"));
        (vm.NumCpu, vm.CoresPerSocket, vm.MemoryMB, vm.MemoryGB, vm.MemoryReservationGB,
            vm.MemoryReservationLockedToMax).ShouldBe((8, 4, 6144m, 6m, 6m, true));
        (vm.Firmware, vm.HardwareVersion, vm.GuestId, vm.Notes).ShouldBe((Firmware.Efi, "vmx-21", "ubuntu64Guest", "team a"));
        (vm.AdvancedSettings.Count, vm.Snapshots.Single().Name, vm.PassthroughDevices.Single().Name).ShouldBe(
            (2, "before", "Tesla T4"));
        vm.Capabilities[PassthroughFeature.VMotion].Support.ShouldBe(CapabilitySupport.NotSupported);
        vm.Record.ShouldBeSameAs(ViewLab.State.VMNamed("vm1"));
    }

    [Fact]
    public void WhereAVirtualMachineIsFiledAndWhatItTakes()
    {
        var vm = ViewLab.State.AllVMs().First();
        var other = ViewLab.State.AllVMs().Last();

        (vm.Version, vm.Folder!.Name, vm.Folder.Id, $"{vm.Folder}", vm.FolderId).ShouldBe(
            (VMVersion.v21, "GPU", "Folder-group-v3", "GPU", "Folder-group-v3"));
        (vm.ResourcePool!.Name, vm.ResourcePool.Id, vm.ResourcePoolId).ShouldBe(
            ("Resources", "ResourcePool-resgroup-8", "ResourcePool-resgroup-8"));
        (vm.UsedSpaceGB, vm.ProvisionedSpaceGB, vm.DrsAutomationLevel).ShouldBe((40.5m, 120m, DrsAutomationLevel.Manual));
        vm.DatastoreIdList.ShouldBe(["Datastore-datastore-12"]);
        vm.CustomFields.Select(static pair => $"{pair.Key}={pair.Value}").ShouldBe(["Owner=team a"]);
        (other.Folder, other.FolderId, other.ResourcePool, other.ResourcePoolId, other.DrsAutomationLevel).ShouldBe(
            (null, null, null, null, null));
        (other.UsedSpaceGB, other.ProvisionedSpaceGB, other.DatastoreIdList.Count, other.CustomFields.Count).ShouldBe(
            (null, null, 0, 0));
    }

    [Theory]
    [InlineData(3, VMVersion.Unknown)]
    [InlineData(4, VMVersion.v4)]
    [InlineData(20, VMVersion.v20)]
    [InlineData(99, VMVersion.Unknown)]
    public void TheHardwareVersionAsPowerCliHasIt(int version, VMVersion expected) => ViewLab.State
        .ChangeVM("vm2", vm => vm with { HardwareVersion = version }).AllVMs().Last().Version.ShouldBe(expected);

    [Theory]
    [InlineData(VMPowerState.PoweredOn, true, GuestState.Running, "vm1.lab", 1)]
    [InlineData(VMPowerState.PoweredOn, false, GuestState.NotRunning, "vm1.lab", 1)]
    [InlineData(VMPowerState.PoweredOn, null, GuestState.Unknown, "vm1.lab", 1)]
    [InlineData(VMPowerState.PoweredOff, true, GuestState.NotRunning, null, 0)]
    [InlineData(VMPowerState.Suspended, true, GuestState.NotRunning, null, 0)]
    public void AGuestRunsWhereItsMachineIsPoweredOn(VMPowerState power, bool? tools, GuestState state, string? name,
        int addresses)
    {
        var guest =
            ViewLab.State.ChangeVM("vm1", vm => vm with { PowerState = power, Guest = vm.Guest! with { ToolsRunning = tools } })
                .AllVMs().First().Guest;

        (guest.State, guest.HostName, guest.IPAddress.Count, guest.OSFullName, guest.ToolsVersion).ShouldBe(
            (state, name, addresses, "Ubuntu Linux (64-bit)", "12.4.0"));
        (guest.VmName, $"{guest}").ShouldBe(("vm1", "vm1:Ubuntu Linux (64-bit)"));
    }

    [Fact]
    public void AGuestOfWhichNothingIsKnown()
    {
        var guest = ViewLab.State.ChangeVM("vm2", static vm => vm with { PowerState = VMPowerState.PoweredOn }).AllVMs()
            .Last().Guest;

        (guest.State, guest.OSFullName, guest.HostName, guest.IPAddress.Count, guest.ToolsVersion).ShouldBe(
            (GuestState.Unknown, null, null, 0, null));
    }

    [Fact]
    public void ASnapshot()
    {
        var snapshot = ViewLab.State.SnapshotsOf(ViewLab.State.VMNamed("vm1")).Single();

        (snapshot.IsCurrent, snapshot.PowerState, snapshot.Quiesced, snapshot.SizeMB, snapshot.SizeGB).ShouldBe(
            (true, VMPowerState.PoweredOff, true, 1536m, 1.5m));
    }

    [Theory]
    [InlineData(true, 4096, 1024, "4")]
    [InlineData(false, 4096, 1024, "1")]
    [InlineData(false, 4096, 1536, "1.5")]
    [InlineData(false, 4096, 0, "0")]
    public void TheReservationInGigabytes(bool locked, long memoryMB, long reservedMB, string gigabytes) => ViewLab.State
        .ChangeVM("vm2",
            vm => vm with { MemoryMB = memoryMB, MemoryReservationLockedToMax = locked, MemoryReservationMB = reservedMB })
        .AllVMs().Single(static vm => vm.Name == "vm2").MemoryReservationGB.ShouldBe(
            decimal.Parse(gigabytes, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void TemplatesAreNoMachines()
    {
        ViewLab.State.AllVMs().Select(static vm => vm.Name).ShouldBe(["vm1", "vm2"]);
        var template = ViewLab.State.AllTemplates().Single();

        (template.Name, template.VMHost.Name, template.MemoryGB, template.HardwareVersion).ShouldBe(
            ("gold", "esx1", 4m, "vmx-21"));
        ViewLab.State.View(ViewLab.State.VMNamed("gold")).ShouldBeOfType<Template>();
        ViewLab.State.View(ViewLab.State.VMNamed("vm1")).ShouldBeOfType<VirtualMachine>();
    }

    [Fact]
    public void AHost()
    {
        var host = ViewLab.State.AllHosts().Single();

        (host.Id, host.Name, host.ToString(), host.Uid).ShouldBe(
            (ViewLab.State.HostNamed("esx1").Id, "esx1", "esx1", $"/VIServer=lab/VMHost={host.Id}/"));
        (host.Cluster!.Name, host.ConnectionState, host.PowerState, host.Version, host.Build)
            .ShouldBe(("cl1", VMHostState.Connected, VMHostPowerState.PoweredOn, "8.0.3", "24022510"));
        (host.IommuEnabled, host.Above4GDecoding, host.SriovEnabled, host.NumaNodes).ShouldBe((true, true, false, 2));
        (host.RebootRequired, host.InMaintenanceMode, host.DvxClasses.Single().Name).ShouldBe((false, false, "com.intel.qat"));
        host.PciDevices.Select(static device => device.Id)
            .ShouldBe(["0000:03:00.0", "0000:04:00.0", "0000:04:02.0", "0000:05:00.0"]);
        host.Record.ShouldBeSameAs(ViewLab.State.HostNamed("esx1"));
    }

    [Fact]
    public void TheServerThatAHostIs()
    {
        var host = ViewLab.State.AllHosts().Single();
        var other = ViewLab.State.AddHost("esx2", static host => host with { ClusterId = null }).AllHosts().Last();

        (host.State, host.Parent!.Name, host.ParentId, host.IsStandalone).ShouldBe(
            (VMHostState.Connected, "cl1", host.Cluster!.Id, false));
        (host.Manufacturer, host.Model, host.ProcessorType, host.NumCpu, host.HyperthreadingActive, host.MaxEVCMode)
            .ShouldBe(("Dell Inc.", "PowerEdge R750", "Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz", 64, true, "intel-icelake"));
        (host.CpuTotalMhz, host.CpuUsageMhz, host.MemoryTotalMB, host.MemoryTotalGB, host.MemoryUsageMB, host.MemoryUsageGB)
            .ShouldBe((127_872, 9_000, 524_288m, 512m, 65_536m, 64m));
        (other.Parent, other.ParentId, other.IsStandalone, other.Manufacturer, other.NumCpu, other.MemoryTotalGB).ShouldBe(
            (null, null, true, null, null, null));
    }

    [Fact]
    public void AHostSaysThatItMustRestartAndThatItIsInMaintenanceMode()
    {
        ViewLab.State.Do(SetMode("05:00.0", DeviceMode.Host)).AllHosts().Single().RebootRequired.ShouldBe(true);
        ViewLab.State.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance }).AllHosts()
            .Single().InMaintenanceMode.ShouldBeTrue();
    }

    [Fact]
    public void AHostOfItsOwnHasNoCluster() =>
        ViewLab.State.AddHost("esx2", static host => host with { ClusterId = null }).AllHosts()
            .Single(static host => host.Name == "esx2").Cluster.ShouldBeNull();

    [Fact]
    public void ACluster()
    {
        var cluster = ViewLab.State.AddHost("esx2").AddHost("esx3", static host => host with { ClusterId = null }).AllClusters()
            .Single();

        (cluster.Name, cluster.Uid).ShouldBe(("cl1", $"/VIServer=lab/Cluster={cluster.Id}/"));
        cluster.VMHosts.Select(static host => host.Name).ShouldBe(["esx1", "esx2"]);
    }

    [Fact]
    public void WhatAClusterIsSetTo()
    {
        var record = ViewLab.State.Clusters.Values.Single();
        var cluster = ViewLab.State.View(record with
        {
            Services = new ClusterServicesRecord
            {
                DrsEnabled = true, DrsAutomationLevel = DrsAutomationLevel.PartiallyAutomated, EvcMode = "intel-icelake",
                HaEnabled = false, HaFailoverLevel = 1,
                HaAdmissionControlEnabled = true, HaIsolationResponse = HAIsolationResponse.PowerOff,
                HaRestartPriority = HARestartPriority.Medium, VsanEnabled = false,
            },
        });
        var unknown = ViewLab.State.View(record);

        (cluster.DrsEnabled, cluster.DrsAutomationLevel, cluster.DrsMode, cluster.EVCMode)
            .ShouldBe((true, DrsAutomationLevel.PartiallyAutomated, DrsAutomationLevel.PartiallyAutomated, "intel-icelake"));
        (cluster.HAEnabled, cluster.HAFailoverLevel, cluster.HAAdmissionControlEnabled, cluster.HAIsolationResponse,
            cluster.HARestartPriority, cluster.VsanEnabled)
            .ShouldBe((false, 1, true, HAIsolationResponse.PowerOff, HARestartPriority.Medium, false));
        (unknown.DrsEnabled, unknown.DrsMode, unknown.EVCMode, unknown.HAEnabled, unknown.HAFailoverLevel,
            unknown.VsanEnabled).ShouldBe((null, null, null, null, null, null));
    }

    [Fact]
    public void APciDeviceWhetherItCanBePassedThroughOrNot()
    {
        var host = ViewLab.State.AllHosts().Single();
        var gpu = host.PciDevices[0];
        var nic = host.PciDevices[1];

        (gpu.Id, gpu.DeviceName, gpu.Bus, gpu.Slot, gpu.Function, gpu.DeviceClass).ShouldBe(
            ("0000:03:00.0", "Tesla T4", 3, 0, 0, PciDeviceClass.DisplayController));
        gpu.Name.ShouldBe("NVIDIA Corporation Tesla T4", "as PowerCLI has it");
        gpu.Uid.ShouldBe($"{host.Uid}PciDevice=0000:03:00.0/");
        $"{gpu.VendorId} {gpu.DeviceId} {gpu.SubVendorId} {gpu.SubDeviceId} {gpu.ClassId}".ShouldBe(
            "0x10de 0x1eb8 0x10de 0x12a2 0x0302");
        (gpu.ClassName, gpu.VendorName, gpu.NumaNode, gpu.PhysicalSlot, gpu.VMHost.Name, gpu.VMHostId)
            .ShouldBe(("3D controller", "NVIDIA Corporation", 1, "PCIe Slot 3", "esx1", host.Id));
        (nic.Name, nic.PassthroughCapable, nic.DeviceClass, nic.ParentId).ShouldBe(
            ("0x8086:0x1572", false, PciDeviceClass.NetworkController, null));
        (host.PciDevices[2].ParentId, host.PciDevices[2].Slot).ShouldBe(("0000:04:00.0", 2));
    }

    [Theory]
    [InlineData(0x0001, PciDeviceClass.UnclassifiedDevice)]
    [InlineData(0x0880, PciDeviceClass.GenericSystemPeripheral)]
    [InlineData(0x1200, PciDeviceClass.ProcessingAccelerators)]
    [InlineData(0x1300, PciDeviceClass.NonEssentialInstrumentation)]
    [InlineData(0x4000, PciDeviceClass.Unknown)]
    [InlineData(0xff00, PciDeviceClass.Unknown)]
    public void TheClassesHavePowerCliNames(int classId, PciDeviceClass expected) => ViewLab.State
        .ChangeDevice("03:00.0", device => device with { ClassId = classId }).AllHosts()
        .Single().PciDevices[0].DeviceClass.ShouldBe(expected);

    [Fact]
    public void ADeviceByItsPlace()
    {
        var host = ViewLab.State.HostNamed("esx1").Id;

        ViewLab.State.View(new DeviceRef(host, PciAddress.Parse("05:00.0")))!.Id.ShouldBe("0000:05:00.0");
        ViewLab.State.View(new DeviceRef(host, PciAddress.Parse("06:00.0"))).ShouldBeNull();
        ViewLab.State.View(new DeviceRef("HostSystem-host-99", PciAddress.Parse("05:00.0"))).ShouldBeNull();
    }

    [Fact]
    public void ReservationsAndSettings()
    {
        var record = ViewLab.State.VMNamed("vm1");
        var resources = new VMResourceConfiguration(ViewLab.State, record);
        var setting = new AdvancedSetting(ViewLab.State, record, "pciPassthru.use64bitMMIO", "TRUE");

        (resources.Name, resources.MemReservationMB, resources.MemReservationGB, resources.MemReservationLockedToMax,
            resources.CpuReservationMhz)
            .ShouldBe(("vm1", 6144L, 6m, true, 0L));
        (setting.Id, setting.Value, setting.Entity.Name, setting.Uid).ShouldBe(
            ("pciPassthru.use64bitMMIO", "TRUE", "vm1",
                $"/VIServer=lab/VirtualMachine={record.Id}/AdvancedSetting=pciPassthru.use64bitMMIO/"));
    }
}
