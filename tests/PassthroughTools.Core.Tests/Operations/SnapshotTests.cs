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

/// <summary>CreateSnapshot and RemoveSnapshot.</summary>
public sealed class SnapshotTests
{
    private static readonly InventoryState One =
        Lab.AddHost("esx1", static host => host with { DvxClasses = [new DvxClassRecord { Name = "dlb" }] })
        .AddDevice("03:00.0").AddEnhanced("05:00.0", "8086:2710", "dlb").AddVM("vm1").AddVM("vm2").AddVM("dlb")
        .Do(AttachFixed("vm2", "03:00.0"), AttachEnhanced("dlb", "dlb"));

    private static readonly InventoryState Line = One.Do(Snap("vm1", "a"), Snap("vm1", "b"), Snap("vm1", "c"));

    private static readonly RefusalTable Refusals = new()
    {
        ["a VM with a Fixed device"] = new(One, Snap("vm2", "x", force: true), ErrorId.FeatureNotSupported, "VirtualMachine vm2",
            "VM 'vm2' does not support DiskOnlySnapshots with device 0000:03:00.0", "catalog entry Fixed (",
            "a snapshot needs that. Back it up in the guest",
            "Get-PassthroughDevice -VM 'vm2'"),
        ["the memory of a device that allows disks only"] = new(
            One.Do(PowerOn("dlb")), Snap("dlb", "x", memory: true), ErrorId.FeatureNotSupported, "VirtualMachine dlb",
            "does not support MemorySnapshots with device 0000:05:00.0", "catalog entry IntelDlb (",
            "a snapshot with its memory needs that. Take it without -Memory"),
        ["no name"] = new(One, Snap("vm1", ""), ErrorId.ValueInvalid, "Text ", "is no name for a snapshot",
            "1 to 80 characters") { AllowsBlanks = true },
        ["a snapshot that is not there"] = new(
            One, static state => new RemoveSnapshot { VMId = state.VMNamed("vm1").Id, SnapshotId = "snapshot-1" },
            ErrorId.SnapshotNotFound, "VirtualMachine vm1",
            "VM 'vm1' has no snapshot 'snapshot-1', or not any more", "Get-Snapshot -VM 'vm1'"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Theory]
    [InlineData(VMPowerState.PoweredOff, false, false)]
    [InlineData(VMPowerState.PoweredOff, true, false)]
    [InlineData(VMPowerState.PoweredOn, false, false)]
    [InlineData(VMPowerState.PoweredOn, true, true)]
    [InlineData(VMPowerState.Suspended, false, true)]
    [InlineData(VMPowerState.Suspended, true, true)]
    public void TheMemoryIsKeptWhereThereIsSomeAndItIsAskedFor(VMPowerState power, bool asked, bool kept)
    {
        var state = One.ChangeVM("vm1", vm => vm with { PowerState = power });

        var snapshot = state.Do(Snap("vm1", "x", asked)).VMNamed("vm1").Snapshots.Single();
        (snapshot.Name, snapshot.Memory, snapshot.ParentId, snapshot.Created).ShouldBe(
            ("x", kept, null, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)));
        state.Decide(Snap("vm1", "x", asked)).Summary.ShouldBe(
            $"Snapshot 'x' of VM 'vm1' taken{(kept ? " with its memory" : "")}");
    }

    [Fact]
    public void DisksAloneAreTakenWhereTheDeviceAllowsThat() =>
    One.Do(PowerOn("dlb"), Snap("dlb", "x")).ShouldSatisfyAllConditions(
        static state => state.VMNamed("dlb").Snapshots.Single().Memory.ShouldBeFalse(),
        static state => state.OwnerAt("05:00.0").ShouldBe("dlb"));

    [Fact]
    public void EachFollowsTheLast()
    {
        var snapshots = Line.VMNamed("vm1").Snapshots;

        snapshots.Select(static one => one.ParentId).ShouldBe([null, snapshots[0].Id, snapshots[1].Id]);
        var views = Line.SnapshotsOf(Line.VMNamed("vm1")).ToList();
        (views[2].ParentSnapshot!.Name, views[0].ParentSnapshot, views[0].VM.Name).ShouldBe(("b", null, "vm1"));
    }

    [Theory]
    [InlineData("a", false, "b<- c<b")]
    [InlineData("b", false, "a<- c<a")]
    [InlineData("c", false, "a<- b<a")]
    [InlineData("a", true, "")]
    [InlineData("b", true, "a<-")]
    [InlineData("c", true, "a<- b<a")]
    public void RemovingLeavesTheOthersInLine(string name, bool children, string left)
    {
        var vm = Line.Do(Unsnap("vm1", name, children)).VMNamed("vm1");

        string NameOf(string? id) => vm.Snapshots.FirstOrDefault(one => one.Id == id)?.Name ?? "-";
        string.Join(" ", vm.Snapshots.Select(one => $"{one.Name}<{NameOf(one.ParentId)}")).ShouldBe(left);
        vm.ShouldBe(Line.VMNamed("vm1") with { Snapshots = vm.Snapshots });
    }

    [Theory]
    [InlineData(VMPowerState.PoweredOff, true, VMPowerState.PoweredOff)]
    [InlineData(VMPowerState.PoweredOn, false, VMPowerState.PoweredOff)]
    [InlineData(VMPowerState.PoweredOn, true, VMPowerState.PoweredOn)]
    [InlineData(VMPowerState.Suspended, false, VMPowerState.Suspended)]
    public void TheStateInsideFollowsTheMemory(VMPowerState power, bool asked, VMPowerState inside)
    {
        var state = One.ChangeVM("vm1", vm => vm with { PowerState = power }).Do(Snap("vm1", "x", asked));

        state.SnapshotsOf(state.VMNamed("vm1")).Single().PowerState.ShouldBe(inside);
    }

    [Theory]
    [InlineData("a", "c")]
    [InlineData("c", "b")]
    public void TheCurrentOneIsTheLastThatIsLeftOfItsLine(string removed, string current) =>
    CurrentOf(Line.Do(Unsnap("vm1", removed))).ShouldBe([current]);

    [Fact]
    public void AMachineGoesOnFromTheSnapshotThatItWasTakenBackTo()
    {
        // As another inventory may have it: taken back to a, and d taken there.
        var back = Line.ChangeVM("vm1",
            static vm =>
                vm with { Snapshots =
                    [.. vm.Snapshots.Select(static one => one with { Current = one.Name == "a" ? true : null })] });
        var branched = back.Do(Snap("vm1", "d"));

        CurrentOf(back).ShouldBe(["a"]);
        CurrentOf(branched).ShouldBe(["d"]);
        branched.SnapshotsOf(branched.VMNamed("vm1")).Last().ParentSnapshot!.Name.ShouldBe("a");
        CurrentOf(branched.Do(Unsnap("vm1", "d"))).ShouldBe(["a"], "and not c, which is younger");
        CurrentOf(branched.Do(Unsnap("vm1", "a"), Unsnap("vm1", "d"))).ShouldBeEmpty("it goes on from none of b and c");
        CurrentOf(branched.Do(Unsnap("vm1", "a"), Unsnap("vm1", "d"), Unsnap("vm1", "b"))).ShouldBeEmpty();
    }

    [Fact]
    public void InAStoreThatDoesNotSayItTheLastIsTheCurrentOne() => CurrentOf(Line.ChangeVM(
        "vm1", static vm => vm with { Snapshots = [.. vm.Snapshots.Select(static one => one with { Current = null })] }))
        .ShouldBe(["c"]);

    private static IEnumerable<string> CurrentOf(InventoryState state) =>
        state.SnapshotsOf(state.VMNamed("vm1")).Where(static one => one.IsCurrent).Select(static one => one.Name);

    [Theory]
    [InlineData(false, "Snapshot 'a' of VM 'vm1' removed")]
    [InlineData(true, "Snapshot 'a' of VM 'vm1' removed with 2 after it")]
    public void TheSummaryCounts(bool children, string summary) =>
    Line.Decide(Unsnap("vm1", "a", children)).Summary.ShouldBe(summary);

    [Fact]
    public void AnIdIsNeverUsedAgain()
    {
        var first = Line.VMNamed("vm1").Snapshots.Select(static one => one.Id).ToList();
        var again = Line.Do(Unsnap("vm1", "a", children: true), Snap("vm1", "a"), Create("new", static vm => vm))
            .VMNamed("vm1").Snapshots.Single().Id;

        first.Append(again).Append(Line.VMNamed("vm2").Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(5);
        NumberOf(again).ShouldBeGreaterThan(first.Max(NumberOf));
    }

    [Fact]
    public void TwoMayHaveOneName() =>
    One.Do(Snap("vm1", "x"), Snap("vm1", "x")).VMNamed("vm1").Snapshots.Select(static one => one.Name).ShouldBe(["x", "x"]);

    private static int NumberOf(string id) => int.Parse(id.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture);
}
