using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Planning;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Planning;

/// <summary>What plans say, and the choices that the cost of a plan does not decide.</summary>
public sealed class MaintenancePlannerTests
{
    private static readonly InventoryState Cluster = Lab.AddCluster("c");

    [Fact]
    public void AMachineThatFindsNoDeviceSaysWhichIsMissingAndWhoHasIt()
    {
        var state = Two(free: 1).Do(AttachDynamic("vm1", A2), AttachDynamic("vm2", A2), PowerOn("vm1"), PowerOn("vm2"));

        var steps = PlanWithPowerOff(state).Steps;

        steps.Select(static step => (step.VMName, step.Action))
            .ShouldBe([("vm1", PlanAction.PowerCycle), ("vm2", PlanAction.PowerOff)]);
        steps[0].Devices.ShouldHaveSingleItem().Bus.ShouldBe(9);
        steps[1].Reason.ShouldContain("the free devices that fit its request Dynamic (10de:25b6) are set aside for VM 'vm1'");
    }

    [Fact]
    public void TwoMachinesAreNotGivenDevicesThatDependOnEachOther()
    {
        var state = Two(free: 2).Do(AttachDynamic("vm1", A2), AttachDynamic("vm2", A2), PowerOn("vm1"), PowerOn("vm2"));
        state = BehindOneBridge(state);

        var steps = PlanWithPowerOff(state).Steps;

        steps.Select(static step => (step.VMName, step.Action))
            .ShouldBe([("vm1", PlanAction.PowerCycle), ("vm2", PlanAction.PowerOff)]);
    }

    [Fact]
    public void AMachineThatWantsSeveralIsGivenDevicesThatDependOnEachOther()
    {
        var state = Two(free: 2).Do(AttachDynamic("vm1", A2), AttachDynamic("vm1", A2), PowerOn("vm1"));
        state = BehindOneBridge(state);

        var step = PlanWithPowerOff(state).Steps.Single(static step => step.VMName == "vm1");

        (step.Action, step.DestinationName).ShouldBe((PlanAction.PowerCycle, "esx2"));
        step.Devices.Select(static address => address.Bus).ShouldBe([9, 10]);
        state.Do(PowerOff("vm1"), Move("vm1", "esx2"), PowerOn("vm1")).OwnerAt("0a:00.0").ShouldBe("vm1");
    }

    [Fact]
    public void TwoMachinesThatWantSeveralAreNotBothGivenThem()
    {
        var state = Two(free: 2).AddDevice("05:00.0").AddDevice("06:00.0").Do(
            AttachDynamic("vm1", A2), AttachDynamic("vm1", A2), AttachDynamic("vm2", A2), AttachDynamic("vm2", A2),
            PowerOn("vm1"), PowerOn("vm2"));
        state = BehindOneBridge(state);

        var steps = PlanWithPowerOff(state).Steps;

        steps.Select(static step => step.Action).ShouldBe([PlanAction.PowerCycle, PlanAction.PowerOff]);
    }

    [Fact]
    public void WithoutAnyFreeDeviceTheHostsRefusalIsTheReason() =>
        Plan(Two(free: 0).Do(AttachDynamic("vm1", A2), PowerOn("vm1")), ["esx1"]).Steps.Single(
            static step => step.VMName == "vm1").Reason
            .ShouldContain(
                "no host of the cluster takes it; of host 'esx2': VM 'vm1' asks for a Dynamic device (10de:25b6) and host "
                + "'esx2' has none that is known of: none of its devices is recorded");

    [Fact]
    public void ADeviceOfUnknownCapabilityIsNotMovedAndSaysSo()
    {
        var state = Cluster.AddHost("esx2").AddEnhanced("09:00.0", "1234:0001", "com.x")
            .AddHost("esx1", static host => host with { DvxClasses = [new DvxClassRecord { Name = "com.x" }] })
            .AddEnhanced("03:00.0", "1234:0001", "com.x")
            .AddVM("vm1").Do(AttachEnhanced("vm1", "com.x"), PowerOn("vm1"))
            .ChangeHost("esx1", static host => host with { DvxClasses = [] });

        var step = Plan(state, ["esx1"]).Steps.Single();

        step.Action.ShouldBe(PlanAction.PowerCycle);
        step.Reason.ShouldContain("whether it supports VMotion with device 0000:03:00.0 is Unknown");
        step.Reason.ShouldContain("Move-VM -VM 'vm1' -Force");
    }

    /// <summary>A refusal is a sentence, and a part of one here.</summary>
    [Fact]
    public void NoReasonHasAStopWithinASentence()
    {
        var plan = Plan(Two(free: 0).Do(AttachDynamic("vm1", A2), PowerOn("vm1")), ["esx1"]);

        plan.Steps.Single(static step => step.VMName == "vm1").Reason.ShouldSatisfyAllConditions(
            static reason => reason.ShouldContain("; it does not support"), static reason => reason.ShouldNotContain(".;"));
    }

    [Fact]
    public void MachinesWithoutDevicesGoWhereTheFewestAre()
    {
        var state = Cluster.AddHost("esx2").AddVM("a").AddVM("b").AddHost("esx3").AddVM("c").AddHost("esx1");
        for (int number = 0; number < 5; number++)
            state = state.AddVM($"vm{number}", static vm => vm with { PowerState = VMPowerState.PoweredOn });

        Plan(state, ["esx1"]).Steps.Select(static step => step.DestinationName).Order(StringComparer.Ordinal)
            .ShouldBe(["esx2", "esx2", "esx3", "esx3", "esx3"]);
    }

    [Fact]
    public void DevicesOfOneMachineAreOfOneNode()
    {
        int[] nodes = [0, 1, 1, 0];
        var state = nodes.Select(static (node, index) => (node, index)).Aggregate(Cluster.AddHost("esx2"), static (lab, next) =>
            lab.AddDevice(FormattableString.Invariant($"{next.index + 9:x2}:00.0"), A2,
                device => device with { NumaNode = next.node }));
        state = state.AddHost("esx1").AddDevice("03:00.0").AddDevice("04:00.0").AddDevice("05:00.0").AddVM("vm0").AddVM("vm1")
            .Do(AttachDynamic("vm0", A2), AttachDynamic("vm1", A2), AttachDynamic("vm1", A2), PowerOn("vm0"), PowerOn("vm1"));

        var steps = Plan(state, ["esx1"]).Steps;

        steps.Single(static step => step.VMName == "vm1").Devices.Select(static address => address.Bus).ShouldBe([9, 12]);
        steps.Single(static step => step.VMName == "vm0").Devices.Select(static address => address.Bus).ShouldBe([10]);
    }

    /// <summary>The region holds two devices of 16 GB, or one of 48 GB alone; either request accepts both sizes.</summary>
    [Fact]
    public void DevicesAreChosenThatTheMmioRegionHolds()
    {
        var state = Cluster.AddHost("esx2");
        foreach (var (bus, size) in new[] { (9, 48), (10, 16), (11, 48), (12, 16) }) state = state.AddDevice(
            FormattableString.Invariant($"{bus:x2}:00.0"), A2, device => device with { MmioSizeGB = size });
        state = state.AddHost("esx1").AddDevice("03:00.0").AddDevice("04:00.0").AddVM("vm1")
            .Do(AttachDynamic("vm1", A2), AttachDynamic("vm1", A2), SizeMmio("vm1", 64), PowerOn("vm1"));

        Plan(state, ["esx1"]).Steps.Single().Devices.Select(static address => address.Bus).ShouldBe([10, 12]);
    }

    [Fact]
    public void HostsOfThePlanAndOfOtherClustersTakeNothing()
    {
        var state = Cluster.AddHost("esx1").AddHost("esx2")
            .AddVM("vm1", static vm => vm with { PowerState = VMPowerState.PoweredOn }).AddCluster("d").AddHost("esx3");

        Plan(state, ["esx1", "esx2"]).Steps.Single().Reason.ShouldContain(
            "the cluster has no other host in service outside this plan");
        Plan(state, ["esx2"]).Steps.Single().DestinationName.ShouldBe("esx1");
    }

    [Fact]
    public void WhatCannotBePlannedIsRefused()
    {
        var state = Two(free: 0);

        Refused(() => Plan(state, [])).ShouldBe(ErrorId.ValueInvalid);
        Refused(() => MaintenancePlanner.Plan(state, ["none"], new MaintenancePlanOptions { Target = "lab.json" }))
            .ShouldBe(ErrorId.VMHostNotFound);
        Refused(() => Plan(state, ["esx1"], static options => options with { ThrottleLimit = 65 }))
            .ShouldBe(ErrorId.ValueInvalid);
        Refused(
            () =>
                Plan(state, ["esx1"],
                    static options =>
                        options with { Overrides = new Dictionary<string, PlanAction>(
                            StringComparer.Ordinal) { ["x"] = PlanAction.Blocked } })).ShouldBe(ErrorId.ValueInvalid);
    }

    /// <summary>Sixty machines with two requests each that all compete: the search ends, and no device is given twice.</summary>
    [Fact]
    public void ManyMachinesWithSeveralRequestsAreStillPlanned()
    {
        var state = Cluster;
        for (int host = 0; host < 30; host++)
        {
            state = state.AddHost($"to{host}");
            for (int device = 0; device < 1 + (host % 4); device++)
                state = state.AddDevice(FormattableString.Invariant($"{device + 1:x2}:00.0"),
                    FormattableString.Invariant($"1234:{device % 3 + 1:x4}"));
        }

        for (int vm = 0; vm < 60; vm++)
        {
            if (vm % 10 == 0) state = state.AddHost($"esx{vm / 10}");
            state = state.AddDevice(FormattableString.Invariant($"{(vm % 10 * 2) + 1:x2}:00.0"), "1234:0001")
                .AddDevice(FormattableString.Invariant($"{(vm % 10 * 2) + 2:x2}:00.0"),
                    FormattableString.Invariant($"1234:{vm % 3 + 1:x4}"));
            var id = AllowedDevice.Parse(FormattableString.Invariant($"1234:{vm % 3 + 1:x4}"));
            state = state.AddVM($"vm{vm}");
            var record = state.VMNamed($"vm{vm}");
            AttachmentRecord Held(int key, int bus, params AllowedDevice[] allowed) => new()
            {
                Key = AttachmentRecord.FirstKey + key, Technology = DirectPathTechnology.Dynamic, AllowedDevices = allowed,
                Device = new DeviceRef(record.HostId, new PciAddress(0, bus, 0, 0)),
            };
            state = state.With(
                new VMPut(
                    record with { PowerState = VMPowerState.PoweredOn,
                        Devices = [Held(0, (vm % 10 * 2) + 1, AllowedDevice.Parse("1234:0001"), id),
                            Held(1, (vm % 10 * 2) + 2, id)] }));
        }

        var plan = Plan(state, [.. Enumerable.Range(0, 6).Select(static host => $"esx{host}")]);

        plan.Steps.Count(static step => step.Action == PlanAction.PowerCycle).ShouldBeGreaterThan(20);
        plan.Steps.SelectMany(static step => step.Devices.Select(address => (step.DestinationId, address))).ShouldBeUnique();
    }

    /// <summary>esx2 with some free devices, and esx1 with two and the machines vm1 and vm2.</summary>
    /// <summary>The devices of esx2 depend on each other.</summary>
    private static InventoryState BehindOneBridge(InventoryState state)
    {
        var host = state.HostNamed("esx2");
        var bridge = PciAddress.Parse("00:01.0");
        var devices = host.Devices.Select(device => device with { DependentAddress = bridge });
        return state.With(new HostPut(host with { Devices = [.. devices] }));
    }

    private static InventoryState Two(int free)
    {
        var state = Enumerable.Range(9, free).Aggregate(Cluster.AddHost("esx2"),
            static (lab, bus) => lab.AddDevice(FormattableString.Invariant($"{bus:x2}:00.0")));
        return state.AddHost("esx1").AddDevice("03:00.0").AddDevice("04:00.0").AddVM("vm1").AddVM("vm2");
    }

    private static MaintenancePlan PlanWithPowerOff(InventoryState state) =>
        Plan(state, ["esx1"], options => options with { MayPowerOff = [.. state.VMs.Values.Select(static vm => vm.Id)] });

    private static MaintenancePlan Plan(InventoryState state, string[] hosts,
        Func<MaintenancePlanOptions, MaintenancePlanOptions>? with = null)
    {
        var options = new MaintenancePlanOptions { Target = "lab.json" };
        return MaintenancePlanner.Plan(state, [.. hosts.Select(name => state.HostNamed(name).Id)],
            with is null ? options : with(options));
    }

    private static ErrorId Refused(Action action) => Should.Throw<PassthroughException>(action).Id;
}
