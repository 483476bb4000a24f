using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class SuspendVMTests
{
    private static readonly InventoryState Enhanced =
        Lab.AddHost("esx1", static host => host with { DvxClasses = [new DvxClassRecord { Name = "qat" }] })
        .AddEnhanced("05:00.0", Qat, "qat").AddVM("vm1").AddVM("vm2").Do(AttachEnhanced("vm1", "qat"), PowerOn("vm1"));

    private static readonly RefusalTable Refusals = new()
    {
        ["a VM that is off"] = new(Enhanced, Suspend("vm2"), ErrorId.InvalidPowerState, "VirtualMachine vm2",
            "VM 'vm2' is powered off; only a running VM can be suspended", "Run: Start-VM -VM 'vm2'"),
        ["a VM that is suspended"] = new(Enhanced.Do(Suspend("vm1")), Suspend("vm1"), ErrorId.InvalidPowerState,
            "VirtualMachine vm1", "VM 'vm1' is suspended; only a running VM"),
        ["a VM with a Fixed device"] = new(
            Enhanced.AddDevice("03:00.0").Do(AttachFixed("vm2", "03:00.0"), PowerOn("vm2")), Suspend("vm2", force: true),
            ErrorId.FeatureNotSupported, "VirtualMachine vm2",
            "VM 'vm2' does not support SuspendResume with device 0000:03:00.0 (Fixed DirectPath: SuspendResume no; catalog "
            + "entry Fixed (",
            "; suspending it needs that. Power it off instead: Stop-VM -VM 'vm2'"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void SuspendsAndKeepsTheDevices()
    {
        var decision = Enhanced.Decide(Suspend("vm1"));
        (decision.Target, decision.TargetId, decision.Summary).ShouldBe(
            ("vm1", Enhanced.VMNamed("vm1").Id, "VM 'vm1' suspended"));

        var suspended = Enhanced.Do(Suspend("vm1"));
        suspended.VMNamed("vm1").PowerState.ShouldBe(VMPowerState.Suspended);
        suspended.OwnerAt("05:00.0").ShouldBe("vm1");
        suspended.Do(PowerOn("vm1")).Document().ShouldBe(Enhanced.With().With().Document(), "resumed it is what it was");
    }

    [Fact]
    public void ASuspendedMachineKeepsItsDeviceFromOthersAndAPoweredOffOneDoesNot()
    {
        var wanted = Enhanced.Do(Suspend("vm1"), AttachEnhanced("vm2", "qat"));

        wanted.Outcome(PowerOn("vm2")).ShouldBe(ErrorId.DeviceNotAvailable);
        wanted.Do(PowerOff("vm1"), PowerOn("vm2")).OwnerAt("05:00.0").ShouldBe("vm2");
    }

    [Fact]
    public void AHostInMaintenanceModeLetsItSuspend() =>
        Enhanced.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance })
            .Outcome(Suspend("vm1")).ShouldBeNull();
}
