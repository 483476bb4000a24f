using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class PowerOffVMTests
{
    private static readonly InventoryState Running = Lab
        .AddHost("esx1", static host => host with { DvxClasses = [new DvxClassRecord { Name = "qat" }] })
        .AddDevice("03:00.0").AddDevice("04:00.0").AddEnhanced("05:00.0", Qat, "qat").AddVM("vm1")
        .Do(AttachFixed("vm1", "03:00.0"), AttachDynamic("vm1", A2), AttachEnhanced("vm1", "qat"), PowerOn("vm1"));

    [Fact]
    public void KeepsFixedDevicesAndReleasesTheOthers()
    {
        var off = Running.Do(PowerOff("vm1"));

        (Running.OwnerAt("03:00.0"), Running.OwnerAt("04:00.0"), Running.OwnerAt("05:00.0")).ShouldBe(("vm1", "vm1", "vm1"));
        (off.OwnerAt("03:00.0"), off.OwnerAt("04:00.0"), off.OwnerAt("05:00.0")).ShouldBe(("vm1", null, null));
        off.VMNamed("vm1").PowerState.ShouldBe(VMPowerState.PoweredOff);
        off.VMNamed("vm1").Devices.Count.ShouldBe(3);
        var decision = Running.Decide(PowerOff("vm1"));
        (decision.Target, decision.TargetId, decision.Summary).ShouldBe(("vm1", off.VMNamed("vm1").Id, "VM 'vm1' powered off"));
    }

    [Fact]
    public void ASuspendedMachineGoesOffToo() => Running
        .ChangeVM("vm1", static vm => vm with { PowerState = VMPowerState.Suspended }).Do(PowerOff("vm1")).OwnerAt("04:00.0")
        .ShouldBeNull();

    [Theory]
    [InlineData(VMHostState.Maintenance)]
    [InlineData(VMHostState.NotResponding)]
    public void TheHostsStateDoesNotMatter(VMHostState connection) =>
        Running.ChangeHost("esx1", host => host with { ConnectionState = connection }).Outcome(PowerOff("vm1")).ShouldBeNull();

    [Fact]
    public void RefusesAMachineThatIsOff() => new Refusal(
        Running.Do(PowerOff("vm1")), PowerOff("vm1"), ErrorId.InvalidPowerState, "VirtualMachine vm1",
        "VM 'vm1' is powered off already").Check();
}
