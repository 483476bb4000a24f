using PassthroughTools.Planning;
using PassthroughTools.Planning.Execution;

namespace PassthroughTools.StoreWorker;

/// <summary>Carries a maintenance plan out, in a process that can be killed.</summary>
internal static class Window
{
    /// <summary>Carries one half out; a stage's steps run side by side.</summary>
    /// <returns>How many steps have failed.</returns>
    public static async Task<int> RunAsync(string store, string planPath, PlanPhase phase)
    {
        using var backend = Sessions.Open(store);
        using var journal = FilePlanJournal.Open(FilePlanJournal.PathFor(planPath));
        using var text = File.OpenText(planPath);
        var plan = MaintenancePlanJson.Read(text);
        Console.WriteLine("begun");
        var run = await PlanRun.BeginAsync(backend, "window@test", plan, journal, phase, CancellationToken.None);
        int failed = 0;
        foreach (var stage in run.Left.GroupBy(static task => task.Stage))
        {
            foreach (var few in stage.Chunk(plan.ThrottleLimit))
            {
                var entries = await Task.WhenAll(
                    few.Select(task => Task.Run(() => run.RunAsync(task, null, CancellationToken.None))));
                failed += entries.Count(static entry => entry.Event == PlanEvent.Failed);
                foreach (var entry in entries.Where(static entry => entry.Message is not null))
                    await Console.Error.WriteLineAsync(entry.Message);
            }
        }

        return failed;
    }
}
