using System.Globalization;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>
/// Kills processes while they commit (kill -9): what was acknowledged is there, nothing is half there, and at most one change
/// that was not acknowledged is.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly int Kills = LongRun.Times(sample: 60, whole: 1000);

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task Acknowledged_changes_survive_kills_at_any_moment_foldings_included()
    {
        // Half of the kills at a store that is nearly always folding, half at one that never does, side by side.
        var lanes = await Task.WhenAll(Lane(minJournalBytes: 1, Kills / 2, seed: 1),
            Lane(minJournalBytes: 1 << 30, Kills - (Kills / 2), seed: 1_000_000));

        output.WriteLine($"folding: {lanes[0]}");
        output.WriteLine($"not folding: {lanes[1]}");
        (lanes[0].Kills + lanes[1].Kills).ShouldBe(Kills);
        lanes[0].Acknowledged.ShouldBeGreaterThan(lanes[0].Kills);
        lanes[0].Archives.ShouldBeGreaterThan(LongRun.IsWhole ? lanes[0].Kills / 4 : 0, "foldings went on between the kills");
        lanes[1].Archives.ShouldBe(0);
        if (LongRun.IsWhole) lanes[0].InFolding.ShouldBeGreaterThan(0, "some kills hit a folding");
    }

    private static async Task<Tally> Lane(int minJournalBytes, int kills, int seed)
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(8, 6));
        var random = new Random(seed);
        var state = folder.State();
        var tally = new Tally();
        for (int i = 0; i < kills; i++)
        {
            List<string> lines;
            using (var worker = Worker.Start("churn", folder.Snapshot, Text(seed + i), Text(minJournalBytes)))
            {
                var first = (await worker.NextLine()).ShouldNotBeNull("the worker acknowledged nothing");
                await Task.Delay(random.Next(41));
                lines = [first, .. await worker.Kill()];
            }

            var acknowledged = lines.ConvertAll(Acknowledgement.Parse);
            if (IsInFolding(folder)) tally.InFolding++;
            var reopened = folder.State();
            var events = folder.Events(state.Revision);

            // Every acknowledged change is there, and is the one that was acknowledged.
            events.Take(acknowledged.Count).Select(static e => new Acknowledgement(e.Sequence, e.Operation, e.Summary))
                .ShouldBe(acknowledged);
            (events.Count - acknowledged.Count).ShouldBeInRange(0, 1,
                "only the change that was being acknowledged may be there too");

            // The state is what the events make, one after the other: nothing is half applied.
            state = state.Replaying(events);
            reopened.ShouldBeState(state);
            tally.Kills++;
            tally.Acknowledged += acknowledged.Count;
            tally.Unacknowledged += events.Count - acknowledged.Count;
        }

        SampleInventory.Of(8, 6).Replaying(folder.Events()).ShouldBeState(state, "all events from the beginning");
        tally.Archives = folder.Archives().Length;
        return tally;
    }

    /// <summary>Whether what the kill left is of a folding that did not end.</summary>
    private static bool IsInFolding(StoreFolder folder)
    {
        if (!File.Exists(folder.Journal)) return folder.Archives().Length > 0;
        if (Directory.GetFiles(folder.Folder, "*.tmp").Length > 0) return true;
        var head = File.ReadLines(folder.Journal).First();
        var revision = File.ReadLines(folder.Snapshot)
            .First(static line => line.Contains("\"revision\"", StringComparison.Ordinal));
        return !head.Contains("\"after\":" + revision.Split(':')[1].Trim(' ', ',') + ",", StringComparison.Ordinal);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Tally
    {
        public int Kills { get; set; }

        public int Acknowledged { get; set; }

        public int Unacknowledged { get; set; }

        public int InFolding { get; set; }

        public int Archives { get; set; }
    }
}
