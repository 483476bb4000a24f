using System.Diagnostics;
using PassthroughTools.Capabilities;
using PassthroughTools.Planning;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.Benchmarks;

/// <summary>
/// Row 5: a maintenance plan for 50 of 500 hosts with 5,000 machines against reading that inventory from its file. Once in
/// clusters of 50, once in one cluster of 500, and once where the other hosts have few free devices left, so that machines
/// compete for them.
/// </summary>
internal static class PlanBenchmark
{
    private const int Hosts = 500, VMs = 5000, Planned = 50, Turns = 9;

    public static IEnumerable<Row> Run(string folder)
    {
        foreach (var (name, clusterSize, scarce) in new[] { ("clusters of 50", 50, false), ("one cluster", Hosts, false),
            ("clusters of 50, few devices left", 50, true) })
        {
            var path = Path.Combine(folder, "window.json");
            WindowGenerator.Write(path, Hosts, VMs, clusterSize, scarce, seed: 3);
            var state = Read(path);

            // Every tenth host: some of each cluster, as in a rolling upgrade.
            var ids = state.Hosts.Values.Where(static (_, index) => index % (Hosts / Planned) == 0).Select(static host => host.Id)
                .ToList();
            var options = new MaintenancePlanOptions { Target = path };
            var plan = MaintenancePlanner.Plan(state, ids, options);
            var counts = string.Join(", ",
                plan.Steps.GroupBy(static step => step.Action).OrderBy(static group => group.Key)
                    .Select(static group => FormattableString.Invariant($"{group.Count()} {group.Key}")));

            var (reads, plans) = (new List<double>(), new List<double>());
            for (int i = 0; i < Turns; i++)
            {
                reads.Add(Milliseconds(() => Read(path)));
                plans.Add(Milliseconds(() => MaintenancePlanner.Plan(state, ids, options)));
            }

            yield return new Row(
                $"plan for {Planned} of {Hosts} hosts, {name}, against reading the inventory",
                Engine.Median([.. plans.Zip(reads, static (one, other) => one / other)]), 1, false,
                FormattableString.Invariant($"{Engine.Median(plans):0} ms against {Engine.Median(reads):0} ms; {counts}"));
            var (read, made) = (Allocated(() => Read(path)), Allocated(() => MaintenancePlanner.Plan(state, ids, options)));
            yield return new Row("what that allocates", made.Bytes / read.Bytes, 2, false,
                FormattableString.Invariant($"{made.Bytes / 1e6:0.0} MB against {read.Bytes / 1e6:0.0} MB"));
            yield return new Row("what of it stays: plan against inventory", made.Kept / read.Kept, 2, false,
                FormattableString.Invariant($"{made.Kept / 1e6:0.0} MB against {read.Kept / 1e6:0.0} MB"));
        }
    }

    private static InventoryState Read(string path)
    {
        using var text = new StreamReader(path);
        return InventoryJson.Read(text, Catalog.BuiltIn, "", out _);
    }

    private static double Milliseconds(Func<object> work)
    {
        GC.Collect();
        long began = Stopwatch.GetTimestamp();
        GC.KeepAlive(work());
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static (double Bytes, double Kept) Allocated(Func<object> work)
    {
        long kept = GC.GetTotalMemory(forceFullCollection: true);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var result = work();
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        kept = GC.GetTotalMemory(forceFullCollection: true) - kept;
        GC.KeepAlive(result);
        return (bytes, kept);
    }
}
