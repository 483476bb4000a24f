using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;

namespace PassthroughTools.Core.Tests.Inventory;

/// <summary>A passthrough device as a host offers it.</summary>
public sealed class HostDeviceViewTests
{
    [Fact]
    public void HasEveryPropertyOfADeviceThatAMachineHas()
    {
        var device = ViewLab.OfHost("0000:03:00.0");
        var host = ViewLab.State.HostNamed("esx1");

        (device.Id, device.Name, device.ToString(), device.Key, device.Type).ShouldBe(
            ("0000:03:00.0", "Tesla T4", "Tesla T4", 13000, PassthroughDeviceType.Pci));
        device.Uid.ShouldBe($"/VIServer=lab/VMHost={host.Id}/PassthroughDevice=PciPassthroughDevice-0000:03:00.0/");
        $"{device.VendorId} {device.DeviceId} {device.SubVendorId} {device.SubDeviceId} {device.ClassId}".ShouldBe(
            "0x10de 0x1eb8 0x10de 0x12a2 0x0302");
        (device.VendorName, device.ClassName).ShouldBe(("NVIDIA Corporation", "3D controller"));
        (device.VMHost!.Name, device.VMHostId, device.VM!.Name, device.VMId).ShouldBe(
            ("esx1", host.Id, "vm1", ViewLab.State.VMNamed("vm1").Id));
        (device.Mode, device.PassthroughCapable, device.PassthroughEnabled, device.PassthroughActive, device.RebootPending,
            device.ConfigureImpact)
            .ShouldBe((DeviceMode.DirectPath, true, true, true, false, ConfigureImpact.None));
        device.ConfigurableModes.ShouldBe([DeviceMode.Host, DeviceMode.DirectPath]);
        (device.Technology, device.DeviceClass, device.HardwareLabel).ShouldBe((DirectPathTechnology.Fixed, null, "inference"));
        (device.NumaNode, device.PhysicalSlot, device.ParentId).ShouldBe((1, "PCIe Slot 3", null));
        (device.MmioSizeGB, device.Model!.Key, device.AllowedDevices.Count, device.ConfigParameters.Count).ShouldBe(
            (0.25m, "NvidiaTeslaT4", 0, 0));
        device.Capabilities[PassthroughFeature.VMotion].Support.ShouldBe(CapabilitySupport.NotSupported);
        device.Record.ShouldBeSameAs(host.FindDevice(PciAddress.Parse("03:00.0")));
        (device.IsOfVM, device.Ref).ShouldBe((false, new DeviceRef(host.Id, PciAddress.Parse("03:00.0"))));
    }

    [Fact]
    public void ADeviceThatNobodyHasHasNoMachine()
    {
        var device = ViewLab.OfHost("0000:05:00.0");

        (device.Key, device.VM, device.VMId, device.Technology, device.DeviceClass).ShouldBe(
            (null, null, null, DirectPathTechnology.Enhanced, "com.intel.qat"));
        device.ConfigurableModes.ShouldBe([DeviceMode.Host, DeviceMode.DirectPath, DeviceMode.EnhancedDirectPath]);
        (device.Name, device.MmioSizeGB, device.Model!.Key).ShouldBe(("0x8086:0x4940", 0.0625m, "IntelQat"),
            "a device without a name prints its IDs");
    }

    [Fact]
    public void TheFourthPieceOfTheUidIsTheAddress() =>
        ViewLab.OfHost("0000:05:00.0").Uid.TrimEnd('/').Split('-')[3].ShouldBe("0000:05:00.0", "a public script cuts it so");

    [Theory]
    [InlineData(DeviceMode.DirectPath, DeviceMode.DirectPath, PassthroughDeviceState.Active)]
    [InlineData(DeviceMode.DirectPath, DeviceMode.Host, PassthroughDeviceState.NeedsHostReboot)]
    [InlineData(DeviceMode.Host, DeviceMode.DirectPath, PassthroughDeviceState.NeedsHostReboot)]
    [InlineData(DeviceMode.DirectPath, DeviceMode.Unknown, PassthroughDeviceState.Enabled)]
    [InlineData(DeviceMode.Host, DeviceMode.Host, null)]
    [InlineData(DeviceMode.Unknown, DeviceMode.Unknown, null)]
    public void TheStateIsThatOfItsPassthrough(DeviceMode mode, DeviceMode active, PassthroughDeviceState? state) => ViewLab
        .OfHost("0000:05:00.0", ViewLab.State.ChangeDevice("05:00.0",
            device => device with { Mode = mode, ActiveMode = active })).State.ShouldBe(state);

    [Fact]
    public void AVirtualFunctionNamesItsPhysicalFunction()
    {
        var device = ViewLab.OfHost("0000:04:02.0");

        (device.ParentId, device.Model!.Key, device.MmioSizeGB).ShouldBe(("0000:04:00.0", "IntelE810OrX710", 0.03125m));
    }

    [Fact]
    public void AHostOffersItsCapableDevicesOnly() =>
        ViewLab.State.AllHosts().Single().PassthroughDevices().Select(static device => device.Id)
            .ShouldBe(["0000:03:00.0", "0000:04:02.0", "0000:05:00.0"]);

    [Theory]
    [InlineData(DeviceMode.Host, null)]
    [InlineData(DeviceMode.None, null)]
    [InlineData(DeviceMode.SystemSelect, null)]
    [InlineData(DeviceMode.VGpuSameSize, null)]
    [InlineData(DeviceMode.DirectPath, DirectPathTechnology.Fixed)]
    [InlineData(DeviceMode.EnhancedDirectPath, DirectPathTechnology.Enhanced)]
    public void TheTechnologyFollowsTheMode(DeviceMode mode, DirectPathTechnology? technology)
    {
        var state = ViewLab.State.ChangeDevice("05:00.0", device => device with { Mode = mode });

        ViewLab.OfHost("0000:05:00.0", state).Technology.ShouldBe(technology);
        ViewLab.OfHost("0000:05:00.0", state).RebootPending.ShouldBe(mode != DeviceMode.EnhancedDirectPath);
    }

    [Fact]
    public void ADynamicDeviceShowsItsRequestWhileItIsHeld()
    {
        var off = ViewLab.State.Do(Detach("vm1"), AttachLabelled("vm2", "inference", InventoryBuilder.T4));
        var held = ViewLab.OfHost("0000:03:00.0", off.Do(PowerOn("vm2")));

        (held.Technology, held.VM!.Name, held.Key, held.AllowedDevices.Single().ToString()).ShouldBe(
            (DirectPathTechnology.Dynamic, "vm2", 13000, "10de:1eb8"));
        (ViewLab.OfHost("0000:03:00.0", off).Technology, ViewLab.OfHost("0000:03:00.0", off).VM).ShouldBe(
            (DirectPathTechnology.Fixed, null));
    }

    [Fact]
    public void TheHostsMmioSizeBeatsTheCatalogs() =>
        ViewLab.OfHost("0000:03:00.0",
            ViewLab.State.ChangeDevice("03:00.0", static device => device with { MmioSizeGB = 24 })).MmioSizeGB.ShouldBe(24);

    [Fact]
    public void AnObjectStaysAsItWasRead()
    {
        var device = ViewLab.OfHost("0000:03:00.0");
        ViewLab.State.Do(Detach("vm1"));

        device.VM!.Name.ShouldBe("vm1");
    }
}
