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

        (vm.Id, vm.Name, vm.ToString(), vm.PowerState, vm.IsTemplate).ShouldBe((ViewLab.State.VMNamed("vm1").Id, "vm1", "vm1", VMPowerState.PoweredOff, false));
        vm.Uid.ShouldBe($"/VIServer=lab/VirtualMachine={vm.Id}/");
        (vm.VMHost.Name, vm.VMHostId, vm.Cluster!.Name).ShouldBe(("esx1", ViewLab.State.HostNamed("esx1").Id, "cl1"));
        (vm.NumCpu, vm.CoresPerSocket, vm.MemoryMB, vm.MemoryGB, vm.MemoryReservationGB, vm.MemoryReservationLockedToMax).ShouldBe((8, 4, 6144L, 6m, 6m, true));
        (vm.Firmware, vm.HardwareVersion, vm.GuestId, vm.Notes).ShouldBe((Firmware.Efi, "vmx-21", "ubuntu64Guest", "team a"));
        (vm.AdvancedSettings.Count, vm.Snapshots.Single().Name, vm.PassthroughDevices.Single().Name).ShouldBe((2, "before", "Tesla T4"));
        vm.Capabilities[PassthroughFeature.VMotion].Support.ShouldBe(CapabilitySupport.NotSupported);
        vm.Record.ShouldBeSameAs(ViewLab.State.VMNamed("vm1"));
    }

    [Theory]
    [InlineData(true, 4096, 1024, "4")]
    [InlineData(false, 4096, 1024, "1")]
    [InlineData(false, 4096, 1536, "1.5")]
    [InlineData(false, 4096, 0, "0")]
    public void TheReservationInGigabytes(bool locked, long memoryMB, long reservedMB, string gigabytes) => ViewLab.State
        .ChangeVM("vm2", vm => vm with { MemoryMB = memoryMB, MemoryReservationLockedToMax = locked, MemoryReservationMB = reservedMB })
        .AllVMs().Single(static vm => vm.Name == "vm2").MemoryReservationGB.ShouldBe(decimal.Parse(gigabytes, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void TemplatesAreNoMachines()
    {
        ViewLab.State.AllVMs().Select(static vm => vm.Name).ShouldBe(["vm1", "vm2"]);
        var template = ViewLab.State.AllTemplates().Single();

        (template.Name, template.VMHost.Name, template.MemoryGB, template.HardwareVersion).ShouldBe(("gold", "esx1", 4m, "vmx-21"));
        ViewLab.State.View(ViewLab.State.VMNamed("gold")).ShouldBeOfType<Template>();
        ViewLab.State.View(ViewLab.State.VMNamed("vm1")).ShouldBeOfType<VirtualMachine>();
    }

    [Fact]
    public void AHost()
    {
        var host = ViewLab.State.AllHosts().Single();

        (host.Id, host.Name, host.ToString(), host.Uid).ShouldBe((ViewLab.State.HostNamed("esx1").Id, "esx1", "esx1", $"/VIServer=lab/VMHost={host.Id}/"));
        (host.Cluster!.Name, host.ConnectionState, host.PowerState, host.Version, host.Build)
            .ShouldBe(("cl1", VMHostState.Connected, VMHostPowerState.PoweredOn, "8.0.3", "24022510"));
        (host.IommuEnabled, host.Above4GDecoding, host.SriovEnabled, host.NumaNodes).ShouldBe((true, true, false, 2));
        (host.RebootRequired, host.InMaintenanceMode, host.DvxClasses.Single().Name).ShouldBe((false, false, "com.intel.qat"));
        host.PciDevices.Select(static device => device.Id).ShouldBe(["0000:03:00.0", "0000:04:00.0", "0000:04:02.0", "0000:05:00.0"]);
        host.Record.ShouldBeSameAs(ViewLab.State.HostNamed("esx1"));
    }

    [Fact]
    public void AHostSaysThatItMustRestartAndThatItIsInMaintenanceMode()
    {
        ViewLab.State.Do(SetMode("05:00.0", DeviceMode.Host)).AllHosts().Single().RebootRequired.ShouldBe(true);
        ViewLab.State.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance }).AllHosts().Single().InMaintenanceMode.ShouldBeTrue();
    }

    [Fact]
    public void AHostOfItsOwnHasNoCluster() =>
        ViewLab.State.AddHost("esx2", static host => host with { ClusterId = null }).AllHosts().Single(static host => host.Name == "esx2").Cluster.ShouldBeNull();

    [Fact]
    public void ACluster()
    {
        var cluster = ViewLab.State.AddHost("esx2").AddHost("esx3", static host => host with { ClusterId = null }).AllClusters().Single();

        (cluster.Name, cluster.Uid).ShouldBe(("cl1", $"/VIServer=lab/Cluster={cluster.Id}/"));
        cluster.VMHosts.Select(static host => host.Name).ShouldBe(["esx1", "esx2"]);
    }

    [Fact]
    public void APciDeviceWhetherItCanBePassedThroughOrNot()
    {
        var host = ViewLab.State.AllHosts().Single();
        var gpu = host.PciDevices[0];
        var nic = host.PciDevices[1];

        (gpu.Id, gpu.Name, gpu.Bus, gpu.Slot, gpu.Function, gpu.DeviceClass).ShouldBe(("0000:03:00.0", "Tesla T4", 3, 0, 0, PciDeviceClass.DisplayController));
        gpu.Uid.ShouldBe($"{host.Uid}PciDevice=0000:03:00.0/");
        $"{gpu.VendorId} {gpu.DeviceId} {gpu.SubVendorId} {gpu.SubDeviceId} {gpu.ClassId}".ShouldBe("0x10de 0x1eb8 0x10de 0x12a2 0x0302");
        (gpu.ClassName, gpu.VendorName, gpu.NumaNode, gpu.PhysicalSlot, gpu.VMHost.Name, gpu.VMHostId)
            .ShouldBe(("3D controller", "NVIDIA Corporation", 1, "PCIe Slot 3", "esx1", host.Id));
        (nic.Name, nic.PassthroughCapable, nic.DeviceClass, nic.ParentId).ShouldBe(("0x8086:0x1572", false, PciDeviceClass.NetworkController, null));
        (host.PciDevices[2].ParentId, host.PciDevices[2].Slot).ShouldBe(("0000:04:00.0", 2));
    }

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

        (resources.Name, resources.MemReservationMB, resources.MemReservationGB, resources.MemReservationLockedToMax, resources.CpuReservationMhz)
            .ShouldBe(("vm1", 6144L, 6m, true, 0L));
        (setting.Id, setting.Value, setting.Entity.Name, setting.Uid).ShouldBe(
            ("pciPassthru.use64bitMMIO", "TRUE", "vm1", $"/VIServer=lab/VirtualMachine={record.Id}/AdvancedSetting=pciPassthru.use64bitMMIO/"));
    }
}
