using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class DetachDeviceTests
{
    private static readonly InventoryState Three = Lab
        .AddHost("esx1", static host => host with { DvxClasses = [new DvxClassRecord { Name = "qat" }] })
        .AddDevice("03:00.0").AddVM("vm1")
        .Do(AttachFixed("vm1", "03:00.0"), AttachLabelled("vm1", "ai", A2), AttachEnhanced("vm1", "qat"));

    private static readonly RefusalTable Refusals = new()
    {
        ["a key that the VM does not have"] = new(
            Three, Detach("vm1", 13009), ErrorId.DeviceNotAttached, "VirtualMachine vm1",
            "VM 'vm1' has no passthrough device with key 13009", "Get-PassthroughDevice -VM 'vm1'"),
        ["a powered-on VM"] = new(
            Three.ChangeVM("vm1", static vm => vm with { PowerState = VMPowerState.PoweredOn }), Detach("vm1"),
            ErrorId.VMNotPoweredOff, "VirtualMachine vm1",
            "VM 'vm1' is powered on", "detaching a passthrough device needs it powered off", "Stop-VM -VM 'vm1'"),
        ["a suspended VM"] = new(
            Three.ChangeVM("vm1", static vm => vm with { PowerState = VMPowerState.Suspended }), Detach("vm1"),
            ErrorId.VMNotPoweredOff, "VirtualMachine vm1",
            "VM 'vm1' is suspended"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Theory]
    [InlineData(13000, "Fixed device 0000:03:00.0 detached from VM 'vm1'")]
    [InlineData(13001, "Dynamic device 10de:25b6 labelled 'ai' detached from VM 'vm1'")]
    [InlineData(13002, "Enhanced device qat detached from VM 'vm1'")]
    public void DetachesOneWhateverItsTechnology(int key, string summary)
    {
        var decision = Three.Decide(Detach("vm1", key));

        (decision.Target, decision.TargetId, decision.Summary).ShouldBe(("vm1", Three.VMNamed("vm1").Id, summary));
        var state = Three.Do(Detach("vm1", key));
        state.VMNamed("vm1").Devices.ShouldBe(Three.VMNamed("vm1").Devices.Where(device => device.Key != key));
        state.OwnerAt("03:00.0").ShouldBe(key == 13000 ? null : "vm1");
    }

    [Fact]
    public void NothingElseIsAskedOfTheMachine() => Three
        .ChangeVM("vm1",
            static vm => vm with { MemoryReservationLockedToMax = false, MemoryReservationMB = 0, HardwareVersion = 4,
                Firmware = Firmware.Bios })
        .ChangeHost("esx1",
            static host => host with { IommuEnabled = false, ConnectionState = VMHostState.Maintenance, Devices = [] })
        .Outcome(Detach("vm1")).ShouldBeNull();

    [Fact]
    public void ASecondTimeThereIsNothingToDetach() =>
    Three.Do(Detach("vm1")).Outcome(Detach("vm1")).ShouldBe(ErrorId.DeviceNotAttached);
}
