using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class AttachFixedDeviceTests
{
    private static readonly InventoryState Two = Lab.AddHost("esx1").AddDevice("03:00.0").AddDevice("04:00.0", Nic).AddVM("vm1")
        .AddVM("vm2");

    private static readonly RefusalTable Refusals = new()
    {
        ["a powered-on VM"] = new(
            Two.Do(PowerOn("vm1")), AttachFixed("vm1", "03:00.0"), ErrorId.VMNotPoweredOff, "VirtualMachine vm1",
            "VM 'vm1' is powered on", "attaching a passthrough device needs it powered off", "Stop-VM -VM 'vm1'"),
        ["a suspended VM"] = new(
            Two.ChangeVM("vm1", static vm => vm with { PowerState = VMPowerState.Suspended }), AttachFixed("vm1", "03:00.0"),
            ErrorId.VMNotPoweredOff, "VirtualMachine vm1",
            "VM 'vm1' is suspended", "Stop-VM -VM 'vm1'"),
        ["a template"] = new(
            Two.AddTemplate("gold"), AttachFixed("gold", "03:00.0"), ErrorId.TemplateNotSupported, "Template gold",
            "'gold' is a template", "Get-VM"),
        ["a host that is not there"] = new(
            Two,
            static state => new AttachFixedDevice { VMId = state.VMNamed("vm1").Id, VMHostId = "HostSystem-host-99",
                Address = PciAddress.Parse("03:00.0") },
            ErrorId.VMHostNotFound, "Text HostSystem-host-99", "Host 'HostSystem-host-99' does not exist", "Get-VMHost"),
        ["a device that is not there"] = new(
            Two,
            static state => new AttachFixedDevice { VMId = state.VMNamed("vm1").Id, VMHostId = state.HostNamed("esx1").Id,
                Address = PciAddress.Parse("0a:00.0") },
            ErrorId.DeviceNotFound, "Text 0000:0a:00.0", "Host 'esx1' has no device 0000:0a:00.0",
            "Get-VMHostPciDevice -VMHost 'esx1'"),
        ["a device of another host"] = new(
            Two.AddHost("esx2").AddDevice("05:00.0"), AttachFixed("vm1", "05:00.0"), ErrorId.DeviceOnOtherHost,
            "Device 0000:05:00.0 of esx2",
            "0000:05:00.0 of host 'esx2'", "VM 'vm1', which is on host 'esx1'", "Get-PassthroughDevice -VMHost 'esx1'"),
        ["a device that cannot be passed through"] = new(
            Two.ChangeDevice("03:00.0", static device => device with { PassthroughCapable = false }),
            AttachFixed("vm1", "03:00.0"),
            ErrorId.DeviceNotPassthroughCapable, "Device 0000:03:00.0 of esx1",
            "Device 0000:03:00.0 of host 'esx1' is not passthrough capable", "Get-PassthroughDevice -VMHost 'esx1'"),
        ["a device of the host's own"] = new(
            Two.ChangeDevice("03:00.0", static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host }),
            AttachFixed("vm1", "03:00.0"),
            ErrorId.DeviceNotEnabled, "Device 0000:03:00.0 of esx1",
            "is in mode Host", "Fixed DirectPath needs mode DirectPath",
            "Get-PassthroughDevice -VMHost 'esx1' -Id 0000:03:00.0 | Set-PassthroughDevice -Mode DirectPath"),
        ["a device in Enhanced mode"] = new(
            Two.ChangeDevice("03:00.0",
                static device =>
                    device with { Mode = DeviceMode.EnhancedDirectPath, ActiveMode = DeviceMode.EnhancedDirectPath }),
            AttachFixed("vm1", "03:00.0"), ErrorId.DeviceNotEnabled, "Device 0000:03:00.0 of esx1",
            "is in mode EnhancedDirectPath", "needs mode DirectPath"),
        ["a device whose mode waits for a restart"] = new(
            Two.ChangeDevice("03:00.0", static device => device with { ActiveMode = DeviceMode.Host, Name = "A2" }),
            AttachFixed("vm1", "03:00.0"),
            ErrorId.RebootPending, "Device 0000:03:00.0 of esx1",
            "Device 0000:03:00.0 (A2) of host 'esx1' is configured for mode DirectPath and still runs in mode Host",
            "Restart the host: Restart-VMHost -VMHost 'esx1' -Force"),
        ["a device of another VM"] = new(
            Two.Do(AttachFixed("vm2", "03:00.0")), AttachFixed("vm1", "03:00.0"), ErrorId.DeviceInUse,
            "Device 0000:03:00.0 of esx1",
            "Device 0000:03:00.0 of host 'esx1' belongs to VM 'vm2'",
            "Get-PassthroughDevice -VM 'vm2' -Id 0000:03:00.0 | Remove-PassthroughDevice"),
        ["a device that the VM has already"] = new(
            Two.Do(AttachFixed("vm1", "03:00.0")), AttachFixed("vm1", "03:00.0"), ErrorId.DeviceInUse,
            "Device 0000:03:00.0 of esx1", "belongs to VM 'vm1'"),
        ["a host without IOMMU"] = new(
            Two.ChangeHost("esx1", static host => host with { IommuEnabled = false }), AttachFixed("vm1", "03:00.0"),
            ErrorId.IommuDisabled, "VMHost esx1",
            "Host 'esx1' has its IOMMU off", "Enable Intel VT-d or the AMD IOMMU"),
        ["memory that is not reserved"] = new(
            Two.ChangeVM("vm1", static vm => vm with { MemoryReservationLockedToMax = false, MemoryReservationMB = 4095 }),
            AttachFixed("vm1", "03:00.0"),
            ErrorId.MemoryNotReserved, "VirtualMachine vm1", "VM 'vm1' has 3.999 of its 4 GB memory reserved", "needs all of it",
            "Get-VMResourceConfiguration -VM 'vm1' | Set-VMResourceConfiguration -MemReservationLockedToMax $true"),
        ["hardware version 6"] = new(
            Two.ChangeVM("vm1", static vm => vm with { HardwareVersion = 6 }), AttachFixed("vm1", "03:00.0"),
            ErrorId.HardwareVersionTooLow, "VirtualMachine vm1",
            "VM 'vm1' has hardware version vmx-06", "Fixed DirectPath needs vmx-07 or later",
            "Set-VM -VM 'vm1' -HardwareVersion vmx-07"),
        ["BIOS and a large device"] = new(
            Two.ChangeVM("vm1", static vm => vm with { Firmware = Firmware.Bios }), AttachFixed("vm1", "03:00.0"),
            ErrorId.FirmwareNotEfi, "VirtualMachine vm1",
            "VM 'vm1' has BIOS firmware", "0000:03:00.0 maps 16 GB of MMIO, and 3.5 GB or more needs EFI",
            "Set-VM -VM 'vm1' -Firmware Efi"),
        ["a large device without Above 4G decoding"] = new(
            Two.ChangeHost("esx1", static host => host with { Above4GDecoding = false }), AttachFixed("vm1", "03:00.0"),
            ErrorId.Above4GDecodingDisabled, "VMHost esx1",
            "Host 'esx1' has 'Above 4G decoding' off", "Enable 'Above 4G decoding'"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void AttachesTheDevice()
    {
        var decision = Two.Decide(AttachFixed("vm1", "03:00.0"));
        var state = Two.Do(AttachFixed("vm1", "03:00.0"));

        (decision.Target, decision.TargetId, decision.DeviceKey).ShouldBe(("vm1", Two.VMNamed("vm1").Id, 13000));
        decision.Summary.ShouldBe("Fixed device 0000:03:00.0 of host 'esx1' attached to VM 'vm1'");
        state.OwnerAt("03:00.0").ShouldBe("vm1");
        state.VMNamed("vm1").Devices.Single().ShouldBe(new AttachmentRecord
        {
            Key = 13000,
            Technology = DirectPathTechnology.Fixed,
            Device = new DeviceRef(state.HostNamed("esx1").Id, PciAddress.Parse("0000:03:00.0")),
            VendorId = 0x10de,
            DeviceId = 0x25b6,
            AllowedDevices = state.VMNamed("vm1").Devices.Single().AllowedDevices,
        });
        state.VMNamed("vm2").ShouldBe(Two.VMNamed("vm2"));
        Two.OwnerAt("03:00.0").ShouldBeNull("the state before stays as it was");
    }

    [Fact]
    public void KeysCountUpAndAreUsedAgain()
    {
        var state = Two.Do(AttachFixed("vm1", "03:00.0"), AttachFixed("vm1", "04:00.0"));

        state.VMNamed("vm1").Devices.Select(static device => device.Key).ShouldBe([13000, 13001]);
        state.Do(Detach("vm1")).Decide(AttachFixed("vm1", "03:00.0")).DeviceKey.ShouldBe(13000);
    }

    [Fact]
    public void ADeviceThatIsDetachedIsFreeForAnother() =>
        Two.Do(AttachFixed("vm1", "03:00.0"), Detach("vm1"), AttachFixed("vm2", "03:00.0")).OwnerAt("03:00.0").ShouldBe("vm2");

    [Fact]
    public void TheSameAddressOnAnotherHostIsAnotherDevice()
    {
        var state = Two.Do(AttachFixed("vm1", "03:00.0")).AddHost("esx2").AddDevice("03:00.0").AddVM("vm3");
        var esx2 = state.HostNamed("esx2").Id;

        var next = state.Do(now =>
            new AttachFixedDevice { VMId = now.VMNamed("vm3").Id, VMHostId = esx2, Address = PciAddress.Parse("03:00.0") });

        next.OwnerAt("03:00.0").ShouldBe("vm1");
        next.OwnerOf(new DeviceRef(esx2, PciAddress.Parse("03:00.0")))!.Name.ShouldBe("vm3");
    }

    [Fact]
    public void WhatIsNotKnownIsNoReasonToRefuse() => Lab
        .AddHost("esx1",
            static host => host with { Version = null, IommuEnabled = null, Above4GDecoding = null, SriovEnabled = null })
        .AddDevice("03:00.0").AddVM("vm1")
        .Outcome(AttachFixed("vm1", "03:00.0")).ShouldBeNull();

    [Fact]
    public void AReservationOfAllMemoryNeedsNoLock() => Two
        .ChangeVM("vm1", static vm => vm with { MemoryReservationLockedToMax = false }).Outcome(AttachFixed("vm1", "03:00.0"))
        .ShouldBeNull();

    [Fact]
    public void ALockCountsWhateverTheReservationSays() => Two
        .ChangeVM("vm1", static vm => vm with { MemoryReservationMB = 0 }).Outcome(AttachFixed("vm1", "03:00.0")).ShouldBeNull();

    [Fact]
    public void ASmallDeviceNeedsNeitherEfiNorAbove4GDecoding() => Two
        .ChangeVM("vm1", static vm => vm with { Firmware = Firmware.Bios, HardwareVersion = 7 })
        .ChangeHost("esx1", static host => host with { Above4GDecoding = false })
        .Outcome(AttachFixed("vm1", "04:00.0")).ShouldBeNull();

    [Fact]
    public void MmioIsCheckedAtPowerOnOnly() => Two
        .ChangeVM("vm1", static vm => vm with { AdvancedSettings = VMRecord.NoSettings }).Outcome(AttachFixed("vm1", "03:00.0"))
        .ShouldBeNull();
}
