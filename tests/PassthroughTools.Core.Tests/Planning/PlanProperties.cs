using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Planning;
using PassthroughTools.State;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.Core.Tests.Planning;

/// <summary>Plans of small random windows against the best of all plans, and carried out by the operations themselves.</summary>
public sealed class PlanProperties(ITestOutputHelper output)
{
    private static readonly int Windows = LongRun.Times(sample: 1000, whole: 20_000);

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public void NoPlanInterruptsLess()
    {
        var seen = new SortedDictionary<PlanAction, int>();
        int feasible = 0;
        for (int seed = 0; seed < Windows; seed++)
        {
            var window = RandomWindow.Of(seed);
            var plan = Plan(window);
            foreach (var step in plan.Steps) seen[step.Action] = seen.GetValueOrDefault(step.Action) + 1;
            if (plan.IsFeasible) feasible++;
            var best = BruteForce.Best(window);
            Cost(plan).ShouldBe(best, $"seed {seed}");
        }

        foreach (var action in seen) output.WriteLine($"{action.Key} {action.Value}");
        output.WriteLine($"feasible {feasible} of {Windows}");
        foreach (var action in Enum.GetValues<PlanAction>())
            seen.GetValueOrDefault(action).ShouldBeGreaterThan(Windows / 20, $"{action} occurs");
        feasible.ShouldBeInRange(Windows / 4, Windows - Windows / 4);
    }

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public void EveryStepIsCarriedOutAndNothingRunsOnTheHostsThen()
    {
        for (int seed = 0; seed < Windows; seed++)
        {
            var window = RandomWindow.Of(seed);
            var plan = Plan(window);
            var state = plan.Steps.Aggregate(window.State, (now, step) => CarriedOut(now, step, seed));
            if (!plan.IsFeasible) continue;
            foreach (var host in plan.Hosts)
            {
                state.VMsOn(host.Id).ShouldAllBe(static vm => vm.PowerState != VMPowerState.PoweredOn, $"seed {seed}");
                state = state.Apply(state.Revision,
                    new SetHostState { VMHostId = host.Id, State = VMHostState.Maintenance }.Decide(state).Changes);
            }
        }
    }

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public void AStepSaysWhereAndWhyAndEachMachineHasOne()
    {
        for (int seed = 0; seed < Windows; seed++)
        {
            var window = RandomWindow.Of(seed);
            var plan = Plan(window);
            plan.Steps.Select(static step => step.VMId).Order(StringComparer.Ordinal).ShouldBe(
                window.HostIds.SelectMany(id => window.State.VMsOn(id)).Select(static vm => vm.Id).Order(StringComparer.Ordinal),
                $"seed {seed}");
            plan.Steps.Select(static step => step.Number).ShouldBe(Enumerable.Range(1, plan.Steps.Count));
            var given = plan.Steps.SelectMany(static step => step.Devices.Select(address => (step.DestinationId, address)))
                .ToList();
            given.Distinct().Count().ShouldBe(given.Count, $"seed {seed}: a device is set aside twice");
            foreach (var step in plan.Steps)
            {
                bool moves = step.Action is PlanAction.VMotion or PlanAction.ColdMove or PlanAction.PowerCycle;
                (step.DestinationId is not null).ShouldBe(moves, $"seed {seed}: {step}");
                window.HostIds.Contains(step.DestinationId, StringComparer.Ordinal).ShouldBeFalse();
                step.Devices.Count.ShouldBe(moves && step.Action != PlanAction.ColdMove
                    ? window.State.VMs.Find(step.VMId)!.Devices.Count
                    : 0, $"seed {seed}: {step}");
                step.Reason.ShouldNotBeNullOrWhiteSpace();
                (step.Loses.Count > 0).ShouldBe(step.Interruption > PlanInterruption.Live);
            }
        }
    }

    private static MaintenancePlan Plan(RandomWindow window) =>
        MaintenancePlanner.Plan(window.State, window.HostIds, window.Options);

    /// <summary>A machine that is not running blocks nothing, whatever is asked of it: only those that run count.</summary>
    private static (int, int, int, int) Cost(MaintenancePlan plan)
    {
        int Count(PlanAction action) =>
            plan.Steps.Count(step => step.Action == action && step.PowerState == VMPowerState.PoweredOn);
        return (Count(PlanAction.Blocked), Count(PlanAction.PowerOff), Count(PlanAction.PowerCycle), Count(PlanAction.Suspend));
    }

    private static InventoryState CarriedOut(InventoryState state, PlanStep step, int seed)
    {
        Operation[] operations = step.Action switch
        {
            PlanAction.VMotion => [new MoveVM { VMId = step.VMId, VMHostId = step.DestinationId, Devices = step.Devices }],
            PlanAction.ColdMove => [new MoveVM { VMId = step.VMId, VMHostId = step.DestinationId }],
            PlanAction.Suspend => [new SuspendVM { VMId = step.VMId }],
            PlanAction.PowerCycle =>
            [
                new PowerOffVM { VMId = step.VMId },
                new MoveVM { VMId = step.VMId, VMHostId = step.DestinationId },
                new PowerOnVM { VMId = step.VMId, Devices = step.Devices },
            ],
            PlanAction.PowerOff => [new PowerOffVM { VMId = step.VMId }],
            _ => [],
        };
        foreach (var operation in operations)
        {
            try
            {
                state = state.Apply(state.Revision, operation.Decide(state).Changes);
            }
            catch (Exception e) when (e is Errors.PassthroughException or FormatException)
            {
                throw new InvalidOperationException($"seed {seed}, {step}: {operation}: {e.Message}", e);
            }
        }

        return state;
    }
}
