using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.Planning;
using PassthroughTools.Planning.Execution;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.Core.Tests.Planning.Execution;

/// <summary>
/// Kills processes while they carry a plan out (kill -9): carried out again it ends as if nothing had been, and every operation
/// is in the journal once.
/// </summary>
[Collection(Backends.ProcessCollection.Name)]
public sealed class PlanKillTests(ITestOutputHelper output)
{
    private static readonly int Kills = LongRun.Times(sample: 40, whole: 1000);

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task A_plan_that_is_killed_at_any_moment_ends_as_planned_and_does_no_step_twice()
    {
        var random = new Random(1);
        int killed = 0, windows = 0, inSteps = 0;
        while (killed < Kills)
        {
            using var folder = new StoreFolder().With(WindowLab.State);
            var state = folder.State();
            var planPath = Path.Combine(folder.Folder, "window.json");
            MaintenancePlanFile.Write(planPath, WindowLab.Plan(state));
            foreach (var phase in (PlanPhase[])[PlanPhase.Evacuate, PlanPhase.Restore])
            {
                // Several kills in one phase, each a little later than it takes to begin.
                for (int i = 0; i < 4 && killed < Kills; i++)
                {
                    using var worker = Worker.Start("window", folder.Snapshot, planPath, phase.ToString());
                    (await worker.NextLine()).ShouldBe("begun");
                    await Task.Delay(random.Next(60));
                    if (!await worker.TryEnd()) continue;
                    killed++;
                    if (Interrupted(planPath)) inSteps++;
                }

                using (var last = Worker.Start("window", folder.Snapshot, planPath, phase.ToString())) await last.Finish();
            }

            windows++;
            WindowLab.Places(folder.State()).ShouldBe(WindowLab.Places(state));
            folder.State().HostNamed("esx1").ConnectionState.ShouldBe(VMHostState.Connected);

            // 12 operations there and 12 back, each once.
            var events = folder.Events(state.Revision);
            events.Count.ShouldBe(24);
            events.Take(12).Select(static one => (one.Operation, one.Target)).ShouldBeUnique();
            events.Skip(12).Select(static one => (one.Operation, one.Target)).ShouldBeUnique();
        }

        output.WriteLine($"{killed} kills in {windows} windows, {inSteps} of them between the beginning and the end of a step");
        if (LongRun.IsWhole) inSteps.ShouldBeGreaterThan(Kills / 20, "kills hit steps and not only the time between them");
    }

    /// <summary>Whether a step was begun and is not ended.</summary>
    private static bool Interrupted(string planPath) => FilePlanJournal.Read(FilePlanJournal.PathFor(planPath))
        .GroupBy(static entry => (entry.Phase, entry.Step, entry.VMHostId))
        .Any(static group => group.Last().Event == PlanEvent.Started);
}
