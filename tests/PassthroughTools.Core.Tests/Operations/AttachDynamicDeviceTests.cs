using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class AttachDynamicDeviceTests
{
    private static readonly InventoryState One = Lab.AddHost("esx1").AddDevice("03:00.0").AddVM("vm1");

    private static readonly RefusalTable Refusals = new()
    {
        ["a powered-on VM"] = new(One.Do(PowerOn("vm1")), AttachDynamic("vm1", A2), ErrorId.VMNotPoweredOff, "VirtualMachine vm1",
            "VM 'vm1' is powered on", "Stop-VM -VM 'vm1'"),
        ["no allowed ID"] = new(
            One, AttachDynamic("vm1"), ErrorId.ValueInvalid, "VirtualMachine vm1",
            "A Dynamic device of VM 'vm1' needs at least one allowed vendor and device ID",
            "Pass -AllowedDevice, as in 10de:1eb8"),
        ["memory that is not reserved"] = new(
            One.ChangeVM("vm1",
                static vm => vm with { MemoryMB = 1536, MemoryReservationLockedToMax = false, MemoryReservationMB = 512 }),
                AttachDynamic("vm1", A2),
            ErrorId.MemoryNotReserved, "VirtualMachine vm1", "VM 'vm1' has 0.5 of its 1.5 GB memory reserved",
            "Set-VMResourceConfiguration"),
        ["BIOS and a large device"] = new(
            One.ChangeVM("vm1", static vm => vm with { Firmware = Firmware.Bios }), AttachDynamic("vm1", A2),
            ErrorId.FirmwareNotEfi, "VirtualMachine vm1",
            "VM 'vm1' has BIOS firmware", "10de:25b6 maps 16 GB of MMIO", "Set-VM -VM 'vm1' -Firmware Efi"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void AttachesTheRequest()
    {
        var decision = One.Decide(AttachLabelled("vm1", "inference", A2, Qat));
        var attachment = One.Do(AttachLabelled("vm1", "inference", A2, Qat)).VMNamed("vm1").Devices.Single();

        (decision.Target, decision.TargetId, decision.DeviceKey).ShouldBe(("vm1", One.VMNamed("vm1").Id, 13000));
        decision.Summary.ShouldBe("Dynamic device 10de:25b6, 8086:4940 labelled 'inference' attached to VM 'vm1'");
        (attachment.Technology, attachment.Device, attachment.HardwareLabel).ShouldBe(
            (DirectPathTechnology.Dynamic, null, "inference"));
        attachment.AllowedDevices.Select(static ids => ids.ToString()).ShouldBe([A2, Qat]);
    }

    [Fact]
    public void TheDeviceNeedNotBeThereYet() => One.Outcome(AttachDynamic("vm1", "1234:5678")).ShouldBeNull();

    [Fact]
    public void TheDeviceNeedNotBeFreeYet() =>
    One.AddVM("vm2").Do(AttachFixed("vm2", "03:00.0")).Outcome(AttachDynamic("vm1", A2)).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void AnEmptyLabelAsksForAny(string? label) =>
        One.Do(AttachLabelled("vm1", label, A2), PowerOn("vm1")).OwnerAt("03:00.0").ShouldBe("vm1");

    [Fact]
    public void TwoOfAKindAreTwoRequests() =>
        One.Do(AttachDynamic("vm1", A2), AttachDynamic("vm1", A2)).VMNamed("vm1").Devices.Select(static device => device.Key)
            .ShouldBe([13000, 13001]);
}
