using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;

namespace PassthroughTools.Core.Tests.Inventory;

/// <summary>A passthrough device as a machine has it.</summary>
public sealed class AttachedDeviceViewTests
{
    [Fact]
    public void AFixedDeviceIsTheHostsDeviceWithAKey()
    {
        var device = ViewLab.OfVM("vm1");

        (device.Id, device.Name, device.Key, device.Technology, device.IsOfVM).ShouldBe(
            ("0000:03:00.0", "Tesla T4", 13000, DirectPathTechnology.Fixed, true));
        device.Uid.ShouldBe($"/VIServer=lab/VirtualMachine={ViewLab.State.VMNamed("vm1").Id}/PassthroughDevice=13000/");
        (device.VM!.Name, device.VMHost!.Name, device.VendorId, device.Mode, device.HardwareLabel).ShouldBe(
            ("vm1", "esx1", (PciId?)0x10de, DeviceMode.DirectPath, "inference"));
        (device.Model!.Key, device.MmioSizeGB, device.NumaNode).ShouldBe(("NvidiaTeslaT4", 0.25m, 1));
        device.Ref.ShouldBe(ViewLab.OfHost("0000:03:00.0").Ref);
        device.Capabilities[PassthroughFeature.VMotion].LimitedBy.ShouldBe("0000:03:00.0 Tesla T4");
    }

    [Fact]
    public void ARequestHoldsNothing()
    {
        var device = ViewLab.OfVM("vm2",
            ViewLab.State.Do(AttachLabelled("vm2", "training", InventoryBuilder.T4, InventoryBuilder.Qat)));

        (device.Id, device.Name, device.Key, device.Technology).ShouldBe(
            (null, "10de:1eb8, 8086:4940 labelled 'training'", 13000, DirectPathTechnology.Dynamic));
        (device.HardwareLabel, device.DeviceClass, device.AllowedDevices.Count).ShouldBe(("training", null, 2));
        (device.VendorId, device.DeviceId, device.SubVendorId, device.SubDeviceId, device.ClassId).ShouldBe(
            (null, null, null, null, null));
        (device.VendorName, device.ClassName, device.PhysicalSlot, device.ParentId, device.NumaNode, device.MmioSizeGB,
            device.Model)
            .ShouldBe((null, null, null, null, null, null, null));
        (device.Mode, device.PassthroughCapable, device.PassthroughEnabled, device.PassthroughActive, device.RebootPending,
            device.ConfigureImpact)
            .ShouldBe((null, null, null, null, null, null));
        device.ConfigurableModes.ShouldBeEmpty();
        (device.VMHost!.Name, device.VM!.Name, device.Record, device.Ref).ShouldBe(("esx1", "vm2", null, null));
        device.Capabilities[PassthroughFeature.DrsPlacement].Support.ShouldBe(CapabilitySupport.Supported);
    }

    [Fact]
    public void AnEnhancedRequestNamesItsClassAndThenItsDevice()
    {
        var off = ViewLab.State.Do(AttachEnhanced("vm2", "com.intel.qat"));
        var request = ViewLab.OfVM("vm2", off);
        var held = ViewLab.OfVM("vm2", off.Do(PowerOn("vm2")));

        (request.Id, request.Name, request.DeviceClass, request.Technology).ShouldBe(
            (null, "com.intel.qat", "com.intel.qat", DirectPathTechnology.Enhanced));
        (held.Id, held.Name, held.DeviceClass, held.Key).ShouldBe(
            ("0000:05:00.0", "0x8086:0x4940", "com.intel.qat", request.Key));
        held.Uid.ShouldBe(request.Uid, "the machine's device is the same, whatever it holds");
    }

    [Fact]
    public void ADeviceThatWasTakenOutOfItsHostKeepsItsAddress()
    {
        var device = ViewLab.OfVM("vm1", ViewLab.State.ChangeHost("esx1", static host => host with { Devices = [] }));

        (device.Id, device.Name, device.VMHost!.Name, device.Mode, device.Record).ShouldBe(
            ("0000:03:00.0", "0000:03:00.0", "esx1", null, null));
        device.Capabilities[PassthroughFeature.VMotion].Support.ShouldBe(CapabilitySupport.NotSupported);
    }

    [Fact]
    public void ATemplatesDeviceSaysSo()
    {
        var state = ViewLab.State.ChangeVM("gold", static vm => vm with
        {
            Devices = [new AttachmentRecord { Key = 13000, Technology = DirectPathTechnology.Dynamic,
                AllowedDevices = [AllowedDevice.Parse(InventoryBuilder.T4)] }],
        });
        var template = state.AllTemplates().Single();
        var device = template.PassthroughDevices.Single();

        device.VM.ShouldBeOfType<Template>();
        device.Uid.ShouldBe($"{template.Uid}PassthroughDevice=13000/");
        template.Uid.ShouldBe($"/VIServer=lab/Template={template.Id}/");
    }
}
