using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Planning;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Planning;

/// <summary>The order of the hosts that can take a machine.</summary>
public sealed class HostFinderTests
{
    /// <summary>
    /// Two devices are asked for: split over two nodes, on one node with four, and on one with three; and two hosts with one or
    /// none.
    /// </summary>
    private static readonly InventoryState Lab2 = Hosts(
        ("split", [0, 1]), ("four", [0, 0, 1, 1]), ("three", [1, 0, 1]), ("one", [0]), ("none", [])).AddVM("vm1")
        .Do(AttachDynamic("vm1", A2), AttachDynamic("vm1", A2));

    [Fact]
    public void OneNodeGoesBeforeFewDevicesLeft()
    {
        var found = Find(Lab2);

        found.Select(static placement => placement.VMHost.Name).ShouldBe(["three", "four", "split", "none", "one"]);
        found.Select(static placement => placement.Rank).ShouldBe([1, 2, 3, null, null]);
        found.Select(static placement => placement.NumaNodes).Take(3).ShouldBe([1, 1, 2]);
        found.Select(static placement => placement.LeftFree).Take(3).ShouldBe([1, 2, 0]);
        found[0].Devices.Select(static address => address.Bus).Order().ShouldBe([3, 5]);
        found[3].Reason!.ShouldContain("host 'none' has none that is known of: none of its devices is recorded");
        found[4].Reason!.ShouldContain("is given to another request of the VM");
    }

    [Fact]
    public void EmptierHostsGoFirstAmongEquals()
    {
        var state = Hosts(("a", [0]), ("b", [0]), ("c", [0])).AddVM("other").AddVM("vm1").Do(AttachDynamic("vm1", A2));
        state = state.ChangeVM("other", vm => vm with { HostId = state.HostNamed("a").Id });

        Find(state).Select(static placement => placement.VMHost.Name).ShouldBe(["b", "c", "a"]);
    }

    [Fact]
    public void NodesThatAreNotKnownGoLast()
    {
        var found = Find(Hosts(("unknown", [null, null]), ("split", [0, 1])).AddVM("vm1")
            .Do(AttachDynamic("vm1", A2), AttachDynamic("vm1", A2)));

        found.Select(static placement => (placement.VMHost.Name, placement.NumaNodes))
            .ShouldBe([("split", 2), ("unknown", null)]);
    }

    /// <summary>What is shown is what the operations give, or refuse in the same words.</summary>
    [Fact]
    public void AllIsAsMoveAndPowerOnSay()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var state = RandomWindow.Of(seed).State;
            foreach (var vm in state.VMs.Values.Where(
                static vm => vm is { IsTemplate: false, PowerState: VMPowerState.PoweredOff }))
            {
                foreach (var placement in HostFinder.Find(state, vm))
                {
                    try
                    {
                        var there = state.Apply(0,
                            new MoveVM { VMId = vm.Id, VMHostId = placement.VMHost.Id }.Decide(state).Changes);
                        var on = there.Apply(0, new PowerOnVM { VMId = vm.Id }.Decide(there).Changes).VMs.Find(vm.Id)!;
                        placement.Fits.ShouldBeTrue($"seed {seed}: {vm.Id} {placement}");
                        placement.Devices.ShouldBe(
                            on.Devices.Select(static device => device.Device?.Address).OfType<PciAddress>());
                    }
                    catch (PassthroughException refusal)
                    {
                        placement.Reason.ShouldBe(refusal.Message, $"seed {seed}");
                    }
                }
            }
        }
    }

    [Fact]
    public void TheHostOnWhichAMachineRunsHasWhatItHolds()
    {
        var state = Hosts(("k4", [0])).AddVM("vm1").Do(AttachDynamic("vm1", A2), PowerOn("vm1"))
            .ChangeDevice("03:00.0", static device => device with { Mode = DeviceMode.Unknown, ActiveMode = DeviceMode.Unknown });

        var own = Find(state).Single();

        (own.Fits, own.Rank, own.Devices.Single().Bus).ShouldBe((true, 1, 3), own.Reason);
    }

    [Fact]
    public void ATemplateIsRefused() =>
        Should.Throw<PassthroughException>(() => Find(Lab.AddHost("esx1").AddTemplate("vm1"))).Id.ShouldBe(
            ErrorId.TemplateNotSupported);

    private static List<HostPlacement> Find(InventoryState state) => [.. HostFinder.Find(state, state.VMNamed("vm1"))];

    private static InventoryState Hosts(params (string Name, int?[] Nodes)[] hosts) =>
        hosts.Aggregate(Lab.AddCluster("c"), static (state, host) =>
        host.Nodes.Select(static (node, index) => (node, index)).Aggregate(state.AddHost(host.Name), static (lab, next) =>
            lab.AddDevice(System.FormattableString.Invariant($"{next.index + 3:x2}:00.0"), A2,
                device => device with { NumaNode = next.node })));
}
