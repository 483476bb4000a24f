using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>Maintenance mode and back, with and without evacuation.</summary>
public sealed class SetHostStateTests
{
    private const string Flex = "8086:56c0";

    /// <summary>
    /// A host with two running machines that hold a GPU each, one more that is off, one suspended, one with a Fixed device.
    /// </summary>
    private static readonly InventoryState Busy =
        Lab.AddCluster("cl1").AddHost("esx1", WithClass).AddEnhanced("05:00.0", Flex, "flex").AddEnhanced("05:01.0", Flex, "flex")
            .AddDevice("03:00.0")
        .AddVM("run1").AddVM("run2").AddVM("off").AddVM("fixed")
        .AddVM("asleep", static vm => vm with { PowerState = VMPowerState.Suspended })
        .Do(AttachEnhanced("run1", "flex"), AttachEnhanced("run2", "flex"), AttachFixed("fixed", "03:00.0"), PowerOn("run1"),
            PowerOn("run2"));

    private static readonly InventoryState Refuges = Busy.AddHost("esx2", WithClass).AddEnhanced("06:00.0", Flex, "flex")
        .AddHost("esx3", WithClass).AddEnhanced("07:00.0", Flex, "flex");

    private static readonly RefusalTable Refusals = new()
    {
        ["a host that runs VMs"] = new(Busy, SetState("esx1", VMHostState.Maintenance), ErrorId.VMHostInUse, "VMHost esx1",
            "Host 'esx1' runs 'run1', 'run2'; in maintenance mode nothing runs",
            "Set-VMHost -VMHost 'esx1' -State Maintenance -Evacuate", "New-PassthroughMaintenancePlan -VMHost 'esx1'"),
        ["a host that runs many"] = new(
            Busy.ChangeVM("off", On).ChangeVM("fixed", On).ChangeVM("asleep", On), SetState("esx1", VMHostState.Maintenance),
            ErrorId.VMHostInUse, "VMHost esx1", ", ...; in maintenance mode"),
        ["a host that does not respond"] = new(
            Busy.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.NotResponding }),
            SetState("esx1", VMHostState.Maintenance, evacuate: true),
            ErrorId.VMHostNotAvailable, "VMHost esx1",
            "Host 'esx1' cannot enter maintenance mode: it is NotResponding, PoweredOn", "Connect and power it on first"),
        ["a host in standby"] = new(
            Busy.ChangeHost("esx1", static host => host with { PowerState = VMHostPowerState.StandBy }),
            SetState("esx1", VMHostState.Maintenance), ErrorId.VMHostNotAvailable, "VMHost esx1",
            "it is Connected, StandBy"),
        ["a state that is none to be put into"] = new(Busy, SetState("esx1", VMHostState.Disconnected), ErrorId.ValueInvalid,
            "Text Disconnected",
            "Host 'esx1' cannot be put into state Disconnected", "Choose Maintenance or Connected"),
        ["an evacuation without a refuge"] = new(Busy, SetState("esx1", VMHostState.Maintenance, evacuate: true),
            ErrorId.VMHostInUse, "VirtualMachine run1",
            "Host 'esx1' runs VM 'run1', and no other host of its cluster is in service to move it to",
            "Stop it first: Stop-VM -VM 'run1'"),
        ["an evacuation with one device too few"] = new(
            Refuges.ChangeHost("esx3", static host => host with { ConnectionState = VMHostState.Maintenance }),
            SetState("esx1", VMHostState.Maintenance, evacuate: true),
            ErrorId.DeviceNotAvailable, "VirtualMachine run2", "Host 'esx1' cannot be evacuated",
            "New-PassthroughMaintenancePlan -VMHost 'esx1'", "VM 'run2' asks for an Enhanced device (flex)",
            "belongs to VM 'run1'"),
        ["an evacuation of what cannot move"] = new(
            Refuges.Do(PowerOn("fixed")), SetState("esx1", VMHostState.Maintenance, evacuate: true), ErrorId.FeatureNotSupported,
            "VirtualMachine fixed",
            "Host 'esx1' cannot be evacuated", "VM 'fixed' does not support VMotion with device 0000:03:00.0",
            "Power it off first: Stop-VM -VM 'fixed'"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void AnIdleHostGoesAndComesBack()
    {
        var idle = Busy.Do(PowerOff("run1"), PowerOff("run2"));
        var decision = idle.Decide(SetState("esx1", VMHostState.Maintenance));
        (decision.Target, decision.TargetId, decision.Summary).ShouldBe(
            ("esx1", idle.HostNamed("esx1").Id, "Host 'esx1' entered maintenance mode"));

        var inMaintenance = idle.Do(SetState("esx1", VMHostState.Maintenance));
        inMaintenance.View(inMaintenance.HostNamed("esx1")).InMaintenanceMode.ShouldBeTrue();
        inMaintenance.VMNamed("asleep").PowerState.ShouldBe(VMPowerState.Suspended, "it may stay");
        inMaintenance.Outcome(PowerOn("off")).ShouldBe(ErrorId.VMHostNotAvailable);
        inMaintenance.Outcome(PowerOn("asleep")).ShouldBe(ErrorId.VMHostNotAvailable);

        inMaintenance.Decide(SetState("esx1", VMHostState.Connected)).Summary.ShouldBe("Host 'esx1' is in service again");
        inMaintenance.Do(SetState("esx1", VMHostState.Connected)).Outcome(PowerOn("asleep")).ShouldBeNull();
    }

    [Theory]
    [InlineData(VMHostState.Connected)]
    [InlineData(VMHostState.Maintenance)]
    public void WhatIsAsAskedChangesNothing(VMHostState wanted)
    {
        var there = Lab.AddHost("esx1", host => host with { ConnectionState = wanted });

        there.Decide(SetState("esx1", wanted)).Changes.ShouldBeEmpty();
        there.Decide(SetState("esx1", wanted)).Summary.ShouldBe($"Host 'esx1' is in state {wanted}");
    }

    [Fact]
    public void EvacuationGivesEachMachineADeviceOfItsOwn()
    {
        var empty = Refuges.Do(SetState("esx1", VMHostState.Maintenance, evacuate: true));

        (empty.OwnerAt("06:00.0"), empty.OwnerAt("07:00.0")).ShouldBe(("run1", "run2"));
        (empty.OwnerAt("05:00.0"), empty.OwnerAt("05:01.0")).ShouldBe((null, null));
        (empty.VMNamed("run1").PowerState, empty.VMNamed("run2").PowerState).ShouldBe(
            (VMPowerState.PoweredOn, VMPowerState.PoweredOn));
        empty.VMsOn(empty.HostNamed("esx1").Id).Select(static vm => vm.Name).ShouldBe(["fixed", "asleep"]);
        empty.HostNamed("esx2").Id.ShouldBe(empty.VMNamed("off").HostId);
        empty.OwnerAt("03:00.0").ShouldBe("fixed");
        Refuges.Decide(SetState("esx1", VMHostState.Maintenance, evacuate: true)).Summary.ShouldBe(
            "Host 'esx1' entered maintenance mode; moved: run1, run2, off");
    }

    [Fact]
    public void TheRefugesWithTheFewestMachinesAreTakenFirst()
    {
        var state = Lab.AddCluster("cl1").AddHost("esx1").AddVM("vm1").AddVM("vm2").AddVM("vm3").AddHost("esx2").AddVM("a")
            .AddVM("b").AddHost("esx3").Do(PowerOn("vm1"), PowerOn("vm2"));

        var empty = state.Do(SetState("esx1", VMHostState.Maintenance, evacuate: true));
        empty.VMsOn(empty.HostNamed("esx3").Id).Select(static vm => vm.Name).ShouldBe(["vm1", "vm2"], ignoreOrder: true);
        empty.VMsOn(empty.HostNamed("esx2").Id).Count().ShouldBe(3);
    }

    /// <summary>A refuge that does not take one machine may take the next.</summary>
    [Fact]
    public void ARefugeThatIsTooOldIsPassedBy()
    {
        var state =
            Refuges.AddHost("old", static host => host with { Version = "7.0.3" })
                .AddVM("legacy", static vm => vm with { HardwareVersion = 13 })
            .ChangeVM("legacy", vm => vm with { HostId = Refuges.HostNamed("esx1").Id }).ChangeHost("esx2", Rest)
            .ChangeHost("esx3", Rest).Do(PowerOff("run1"), PowerOff("run2"));

        var empty = state.Do(SetState("esx1", VMHostState.Maintenance, evacuate: true));
        empty.HostNamed("old").Id.ShouldBe(empty.VMNamed("legacy").HostId);
        empty.VMNamed("off").HostId.ShouldBe(empty.HostNamed("esx1").Id,
            "no refuge runs its hardware version, and off it may stay");
    }

    private static HostRecord WithClass(HostRecord host) => host with { DvxClasses = [new DvxClassRecord { Name = "flex" }] };

    private static HostRecord Rest(HostRecord host) => host with { ConnectionState = VMHostState.Maintenance };

    private static VMRecord On(VMRecord vm) => vm with { PowerState = VMPowerState.PoweredOn };
}
