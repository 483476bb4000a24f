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

public sealed class SetResourcesTests
{
    private static readonly InventoryState Locked = Lab.AddHost("esx1").AddDevice("03:00.0").AddVM("vm1");
    private static readonly InventoryState Free = Locked.ChangeVM("vm1",
        static vm => vm with { MemoryReservationLockedToMax = false, MemoryReservationMB = 1024 });
    private static readonly InventoryState Running = Locked.Do(AttachFixed("vm1", "03:00.0"), PowerOn("vm1"));

    private static readonly RefusalTable Refusals = new()
    {
        ["more than the memory"] = new(
            Free, Reserve("vm1", static ask => ask with { MemoryReservationMB = 4097 }), ErrorId.ValueInvalid,
            "VirtualMachine vm1",
            "VM 'vm1' cannot have 4097 MB memory reserved", "Choose 0 MB to its 4096 MB memory"),
        ["less than nothing"] = new(
            Free, Reserve("vm1", static ask => ask with { MemoryReservationMB = -1 }), ErrorId.ValueInvalid, "VirtualMachine vm1",
            "VM 'vm1' cannot have -1 MB memory reserved", "Choose 0 MB to its 4096 MB memory"),
        ["negative CPU"] = new(
            Free, Reserve("vm1", static ask => ask with { CpuReservationMhz = -1 }), ErrorId.ValueInvalid, "VirtualMachine vm1",
            "VM 'vm1' cannot have -1 MHz CPU reserved", "Choose 0 to 7680000 MHz"),
        ["more CPU than there can be"] = new(
            Free, Reserve("vm1", static ask => ask with { CpuReservationMhz = long.MaxValue }), ErrorId.ValueInvalid,
            "VirtualMachine vm1",
            "VM 'vm1' cannot have 9223372036854775807 MHz CPU reserved", "Choose 0 to 7680000 MHz"),
        ["less than a running passthrough VM needs"] = new(
            Running, Reserve("vm1", static ask => ask with { MemoryReservationMB = 2048 }), ErrorId.MemoryNotReserved,
            "VirtualMachine vm1",
            "VM 'vm1' is powered on with a passthrough device, which needs all of its 4 GB memory reserved; 2 GB is less",
            "Stop-VM -VM 'vm1'"),
        ["less than a suspended passthrough VM needs"] = new(
            Running.ChangeVM("vm1", static vm => vm with { PowerState = VMPowerState.Suspended }),
            Reserve("vm1", static ask => ask with { MemoryReservationMB = 0 }),
            ErrorId.MemoryNotReserved, "VirtualMachine vm1", "VM 'vm1' is suspended with a passthrough device"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void ReservesAndLocks()
    {
        Check(Free, static ask => ask with { MemoryReservationMB = 2048 }, (2048, false, 0),
            "VM 'vm1': 2048 MB memory and 0 MHz reserved");
        Check(Free, static ask => ask with { MemoryReservationLockedToMax = true }, (4096, true, 0),
            "VM 'vm1': 4096 MB memory (locked to all) and 0 MHz reserved");
        Check(Free, static ask => ask with { CpuReservationMhz = 7680000 }, (1024, false, 7680000),
            "VM 'vm1': 1024 MB memory and 7680000 MHz reserved");
        Check(Free, static ask => ask with { MemoryReservationMB = 0 }, (0, false, 0),
            "VM 'vm1': 0 MB memory and 0 MHz reserved");
        Check(Locked, static ask => ask with { MemoryReservationMB = 2048 }, (2048, false, 0),
            "VM 'vm1': 2048 MB memory and 0 MHz reserved");
        Check(Locked, static ask => ask with { MemoryReservationLockedToMax = false }, (4096, false, 0),
            "VM 'vm1': 4096 MB memory and 0 MHz reserved");
        Check(Locked, static ask => ask with { CpuReservationMhz = 1000 }, (4096, true, 1000),
            "VM 'vm1': 4096 MB memory (locked to all) and 1000 MHz reserved");
        Check(Locked, static ask => ask with { MemoryReservationLockedToMax = true, MemoryReservationMB = 16 }, null,
            "VM 'vm1': 4096 MB memory (locked to all) and 0 MHz reserved");
    }

    [Fact]
    public void WhatIsAsAskedChangesNothing()
    {
        Check(Free, static ask => ask, null, "VM 'vm1': 1024 MB memory and 0 MHz reserved");
        Check(Free, static ask =>
            ask with { MemoryReservationMB = 1024, CpuReservationMhz = 0, MemoryReservationLockedToMax = false }, null,
            "VM 'vm1': 1024 MB memory and 0 MHz reserved");
        Check(Locked, static ask => ask with { MemoryReservationLockedToMax = true }, null,
            "VM 'vm1': 4096 MB memory (locked to all) and 0 MHz reserved");
        Check(
            Locked.ChangeVM("vm1", static vm => vm with { MemoryReservationMB = 0 }),
            static ask => ask with { MemoryReservationLockedToMax = true }, null,
            "VM 'vm1': 4096 MB memory (locked to all) and 0 MHz reserved");
    }

    [Fact]
    public void ALockThatEndsLeavesAllReserved() => Check(
        Locked.ChangeVM("vm1", static vm => vm with { MemoryReservationMB = 0 }),
        static ask => ask with { MemoryReservationLockedToMax = false }, (4096, false, 0),
        "VM 'vm1': 4096 MB memory and 0 MHz reserved");

    [Fact]
    public void ARunningMachineChangesWhatItsDevicesDoNotNeed()
    {
        Running.Do(Reserve("vm1", static ask => ask with { CpuReservationMhz = 2000, MemoryReservationLockedToMax = false }))
            .VMNamed("vm1").CpuReservationMhz.ShouldBe(2000);
        Running.ChangeVM("vm1", static vm => vm with { Devices = [] })
            .Outcome(Reserve("vm1", static ask => ask with { MemoryReservationMB = 0 })).ShouldBeNull();
        Running.Do(PowerOff("vm1")).Outcome(Reserve("vm1", static ask => ask with { MemoryReservationMB = 0 })).ShouldBeNull();
    }

    [Fact]
    public void ARunningMachineThatHadTooLittleBeforeIsNotToldSo() => Running
        .ChangeVM("vm1", static vm => vm with { MemoryReservationLockedToMax = false, MemoryReservationMB = 0 })
        .Outcome(Reserve("vm1", static ask => ask with { CpuReservationMhz = 2000 })).ShouldBeNull();

    private static void Check(InventoryState state, Func<SetResources, SetResources> with,
        (long MB, bool Locked, long Mhz)? expected, string summary)
    {
        var decision = state.Decide(Reserve("vm1", with));
        (decision.Target, decision.TargetId, decision.Summary).ShouldBe(("vm1", state.VMNamed("vm1").Id, summary));
        (decision.Changes.Count == 0).ShouldBe(expected is null, summary);
        if (expected is null) return;
        var vm = state.Do(Reserve("vm1", with)).VMNamed("vm1");
        (vm.MemoryReservationMB, vm.MemoryReservationLockedToMax, vm.CpuReservationMhz).ShouldBe(expected.Value);
    }
}
