using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>Which device a Dynamic request gets at power on, and why none.</summary>
public sealed class DeviceAssignmentTests
{
    private const string A40 = "10de:2235";
    private static readonly InventoryState Two = Lab.AddHost("esx1").AddDevice("03:00.0").AddDevice("04:00.0", A40).AddVM("vm1")
        .AddVM("vm2");

    private static readonly RefusalTable Refusals = new()
    {
        ["no such device"] = new(
            Two.Do(AttachDynamic("vm1", Qat)), PowerOn("vm1"), ErrorId.DeviceNotAvailable, "VirtualMachine vm1",
            "VM 'vm1' asks for a Dynamic device (8086:4940) and host 'esx1' has none free: the host has no such device",
            "Use a host that has one"),
        ["another label"] = new(
            Two.Do(SetLabel("03:00.0", "training"), AttachLabelled("vm1", "inference", A2)), PowerOn("vm1"),
            ErrorId.DeviceNotAvailable, "VirtualMachine vm1",
            "(10de:25b6 labelled 'inference')", "the host has no such device"),
        ["a device that another VM has"] = new(
            Two.Do(AttachFixed("vm2", "03:00.0"), AttachDynamic("vm1", A2)), PowerOn("vm1"), ErrorId.DeviceNotAvailable,
            "VirtualMachine vm1",
            "Device 0000:03:00.0 of host 'esx1' belongs to VM 'vm2'", "Free or enable one"),
        ["a device that cannot be passed through"] = new(
            Two.ChangeDevice("03:00.0", static device => device with { PassthroughCapable = false }).Do(AttachDynamic("vm1", A2)),
            PowerOn("vm1"),
            ErrorId.DeviceNotAvailable, "VirtualMachine vm1", "Device 0000:03:00.0 of host 'esx1' is not passthrough capable"),
        ["a device of the host's own"] = new(
            Two.Do(SetMode("03:00.0", DeviceMode.Host), Restart("esx1", force: true), AttachDynamic("vm1", A2)), PowerOn("vm1"),
            ErrorId.DeviceNotAvailable, "VirtualMachine vm1", "Device 0000:03:00.0 of host 'esx1' is in mode Host"),
        ["a device whose mode waits for a restart"] = new(
            Two.ChangeDevice("03:00.0", static device => device with { ActiveMode = DeviceMode.Host })
                .Do(AttachDynamic("vm1", A2)), PowerOn("vm1"),
            ErrorId.DeviceNotAvailable, "VirtualMachine vm1",
            "Device 0000:03:00.0 of host 'esx1' is configured for mode DirectPath and still runs in mode Host"),
        ["more requests than devices"] = new(
            Two.Do(AttachDynamic("vm1", A2), AttachDynamic("vm1", A2)), PowerOn("vm1"), ErrorId.DeviceNotAvailable,
            "VirtualMachine vm1",
            "Device 0000:03:00.0 is given to another request of the VM"),
        ["five reasons"] = new(
            Enumerable.Range(0, 5).Aggregate(Two.AddHost("esx2").AddVM("vm3"), static (state, bus) => state.AddDevice(
                $"1{bus}:00.0", Qat, static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host }))
                .Do(AttachDynamic("vm3", Qat)),
            PowerOn("vm3"), ErrorId.DeviceNotAvailable, "VirtualMachine vm3",
            "Device 0000:13:00.0 of host 'esx2' is in mode Host; ...", "Get-PassthroughDevice -VMHost 'esx2'"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void TheRequestHoldsADeviceWhileTheMachineRuns()
    {
        var off = Two.Do(AttachDynamic("vm1", A2));
        var on = off.Do(PowerOn("vm1"));

        off.OwnerAt("03:00.0").ShouldBeNull();
        on.OwnerAt("03:00.0").ShouldBe("vm1");
        off.Decide(PowerOn("vm1")).Summary.ShouldBe("VM 'vm1' powered on with device 0000:03:00.0");
        on.Do(PowerOff("vm1")).OwnerAt("03:00.0").ShouldBeNull();
        on.Do(PowerOff("vm1")).VMNamed("vm1").Devices.Single().Device.ShouldBeNull();
    }

    [Fact]
    public void TwoMachinesNeverGetOneDevice()
    {
        var state = Two.Do(AttachDynamic("vm1", A2), AttachDynamic("vm2", A2), PowerOn("vm1"));

        state.Outcome(PowerOn("vm2")).ShouldBe(ErrorId.DeviceNotAvailable);
        state.Do(PowerOff("vm1"), PowerOn("vm2")).OwnerAt("03:00.0").ShouldBe("vm2");
    }

    [Fact]
    public void ADynamicDeviceInUseIsNotAttachedFixed()
    {
        var state = Two.Do(AttachDynamic("vm1", A2), PowerOn("vm1"));

        state.Outcome(AttachFixed("vm2", "03:00.0")).ShouldBe(ErrorId.DeviceInUse);
        state.Do(PowerOff("vm1")).Outcome(AttachFixed("vm2", "03:00.0")).ShouldBeNull();
    }

    [Theory]
    [InlineData("inference", "inference")]
    [InlineData("Inference", "INFERENCE")]
    [InlineData("any label", null)]
    public void TheLabelFits(string label, string? asked) => Two
        .Do(SetLabel("03:00.0", label), AttachLabelled("vm1", asked, A2), PowerOn("vm1")).OwnerAt("03:00.0").ShouldBe("vm1");

    [Fact]
    public void TheLabelChoosesAmongEquals() => Two.AddDevice("02:00.0")
        .Do(SetLabel("03:00.0", "inference"), AttachLabelled("vm1", "inference", A2), PowerOn("vm1")).OwnerAt("03:00.0")
        .ShouldBe("vm1");

    [Fact]
    public void TheLowestAddressIsTakenFirst() =>
    Two.AddDevice("02:00.0").Do(AttachDynamic("vm1", A2), PowerOn("vm1")).OwnerAt("02:00.0").ShouldBe("vm1");

    [Fact]
    public void OnlyTheMachinesHostCounts() =>
    Two.AddHost("esx2").AddVM("vm3").Do(AttachDynamic("vm3", A2)).Outcome(PowerOn("vm3")).ShouldBe(ErrorId.DeviceNotAvailable);

    /// <summary>The first request accepts both and would take the only one that the second accepts, in either order.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARequestGivesWayWhereAnotherDeviceDoes(bool narrowFirst)
    {
        var wide = AttachDynamic("vm1", A2, A40);
        var narrow = AttachDynamic("vm1", A2);
        var state = Two.Do(narrowFirst ? [narrow, wide] : [wide, narrow]).Do(PowerOn("vm1"));

        var held = state.VMNamed("vm1").Devices.ToDictionary(static device => device.AllowedDevices.Count,
            static device => device.Device!.Value.Address.ToString());
        (held[1], held[2]).ShouldBe(("0000:03:00.0", "0000:04:00.0"));
    }

    /// <summary>
    /// A chain: each request accepts device n and n + 1, the last only the first device, so that every one has to move.
    /// </summary>
    [Fact]
    public void AWholeChainGivesWay()
    {
        const int Count = 12;
        string Ids(int number) => FormattableString.Invariant($"1234:{number:x4}");
        var state = Enumerable.Range(0, Count).Aggregate(Lab.AddHost("esx1"),
            (lab, number) => lab.AddDevice(FormattableString.Invariant($"{number + 1:x2}:00.0"), Ids(number))).AddVM("vm1");
        state = state.Do(
            [.. Enumerable.Range(0, Count - 1).Select(number => AttachDynamic("vm1", Ids(number), Ids(number + 1)))]);

        var on = state.Do(AttachDynamic("vm1", Ids(0)), PowerOn("vm1"));

        on.VMNamed("vm1").Devices.Select(static device => device.Device).Distinct().Count().ShouldBe(Count);
        on.VMNamed("vm1").Devices.ShouldAllBe(device => device.Accepts(on.FindDevice(device.Device!.Value)!));
        state.Do(AttachDynamic("vm1", Ids(0)), AttachDynamic("vm1", Ids(0))).Outcome(PowerOn("vm1"))
            .ShouldBe(ErrorId.DeviceNotAvailable);
    }

    [Fact]
    public void FixedAndDynamicShareAMachine()
    {
        var state = Two.AddDevice("05:00.0").Do(AttachFixed("vm1", "03:00.0"), AttachDynamic("vm1", A2), PowerOn("vm1"));

        (state.OwnerAt("03:00.0"), state.OwnerAt("05:00.0")).ShouldBe(("vm1", "vm1"));
        var off = state.Do(PowerOff("vm1"));
        (off.OwnerAt("03:00.0"), off.OwnerAt("05:00.0")).ShouldBe(("vm1", null));
    }

    /// <summary>
    /// Nodes 0, 0, 1, 1, 1: one node has to give all of them, though lower addresses of another would do for some.
    /// </summary>
    [Theory]
    [InlineData(1, "03")]
    [InlineData(2, "03 04")]
    [InlineData(3, "05 06 07")]
    [InlineData(4, "03 04 05 06")]
    public void AllDevicesOfAMachineAreOfOneNodeWhereOneHasThem(int requests, string buses)
    {
        var state = Noded(0, 0, 1, 1, 1).Do([.. Enumerable.Repeat(AttachDynamic("vm1", A2), requests)]).Do(PowerOn("vm1"));

        Buses(state).ShouldBe(buses);
    }

    [Theory]
    [InlineData("03", "03 04")]
    [InlineData("05", "05 06")]
    [InlineData("07", "03 07")]
    public void TheNodeOfAFixedDeviceIsTheMachines(string held, string buses)
    {
        var state = Noded(0, 0, 1, 1, null);

        Buses(state.Do(AttachFixed("vm1", $"{held}:00.0"), AttachDynamic("vm1", A2)).Do(PowerOn("vm1"))).ShouldBe(buses);
    }

    [Fact]
    public void ADeviceOfAnUnknownNodeIsOfNoNode() =>
        Buses(Noded(null, 1, 1).Do(AttachDynamic("vm1", A2), AttachDynamic("vm1", A2)).Do(PowerOn("vm1"))).ShouldBe("04 05");

    [Fact]
    public void TheNodeCountsForRequestsOfSeveralKindsTogether()
    {
        var state = Noded(0, 1, 1).ChangeDevice("05:00.0", static device => device with { VendorId = 0x10de, DeviceId = 0x2235 });

        Buses(state.Do(AttachDynamic("vm1", A2), AttachDynamic("vm1", A40)).Do(PowerOn("vm1"))).ShouldBe("04 05");
    }

    private static InventoryState Noded(params int?[] nodes) => nodes.Select(static (node, index) => (node, index)).Aggregate(
        Lab.AddHost("esx1"),
        static (state, next) => state.AddDevice(FormattableString.Invariant($"{next.index + 3:x2}:00.0"), A2,
            device => device with { NumaNode = next.node })).AddVM("vm1");

    private static string Buses(InventoryState state) =>
        string.Join(" ",
            state.VMNamed("vm1").Devices.Select(static device => device.Device!.Value.Address.ToString().Substring(5, 2))
                .Order(StringComparer.Ordinal));
}
