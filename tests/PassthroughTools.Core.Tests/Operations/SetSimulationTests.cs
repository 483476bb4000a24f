using System.Linq;
using PassthroughTools.Backends;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class SetSimulationTests
{
    private static readonly InventoryState One = Lab.AddHost("esx1").AddVM("vm1");

    private static readonly RefusalTable Refusals = new()
    {
        ["no operation"] = new(One, Simulate("Teleport", 1), ErrorId.ValueInvalid, "Text Teleport", "'Teleport' is no operation that can take time", "There are", "MoveVM", "SuspendVM"),
        ["itself"] = new(One, Simulate(nameof(SetSimulation), 1), ErrorId.ValueInvalid, "Text SetSimulation", "is no operation that can take time"),
        ["less than nothing"] = new(One, Simulate("MoveVM", -0.5m), ErrorId.ValueInvalid, "Text MoveVM", "MoveVM cannot take -0.5 seconds in a rehearsal", "Give 0 (none) to 86400 (a day)"),
        ["more than a day"] = new(One, Simulate("MoveVM", 86400.5m), ErrorId.ValueInvalid, "Text MoveVM", "MoveVM cannot take 86400.5 seconds"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void IsKeptAndTakenAway()
    {
        var set = One.Do(Simulate("movevm", 0.25m), Simulate("PowerOnVM", 30));

        set.SimulatedSeconds.Select(static pair => (pair.Key, pair.Value)).ShouldBe([("MoveVM", 0.25m), ("PowerOnVM", 30m)]);
        One.Decide(Simulate("movevm", 0.25m)).ShouldSatisfyAllConditions(
            static decision => (decision.Target, decision.TargetId, decision.Summary).ShouldBe(("MoveVM", "MoveVM", "MoveVM takes 0.25 s in a rehearsal")));
        set.Do(Simulate("MoveVM", 0), Simulate("PowerOnVM", 0)).SimulatedSeconds.Count.ShouldBe(0);
        set.Decide(Simulate("MoveVM", 0.250m)).Changes.ShouldBeEmpty();
        One.Decide(Simulate("MoveVM", 0)).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void AnOperationTakesWhatIsSaidOfIt()
    {
        var set = One.Do(Simulate("PowerOnVM", 1.5m));

        set.SimulatedTimeOf(PowerOn("vm1")(set)).TotalSeconds.ShouldBe(1.5);
        set.SimulatedTimeOf(PowerOff("vm1")(set)).TotalSeconds.ShouldBe(0);
        One.SimulatedTimeOf(PowerOn("vm1")(One)).TotalSeconds.ShouldBe(0);
    }

    [Fact]
    public void WhatIsChangedIsTheSame() => One.Do(Simulate("PowerOnVM", 60)).Decide(PowerOn("vm1")).Changes.ShouldBe(One.Decide(PowerOn("vm1")).Changes);

    [Fact]
    public void EveryOperationButThisOneCanTakeTime() => SetSimulation.Operations.Append(nameof(SetSimulation)).ShouldBe(Operation.Names, ignoreOrder: true);
}
