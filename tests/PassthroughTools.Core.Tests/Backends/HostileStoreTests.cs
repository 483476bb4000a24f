using System.Text;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.Core.Tests.Backends;

public sealed class HostileStoreTests(ITestOutputHelper output)
{
    private static readonly int Mutants = LongRun.Times(sample: 1000, whole: 10_000);

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public void Damaged_snapshots_are_taken_or_refused_and_never_touched()
    {
        using var folder = HostileStore.Sample();
        File.Delete(folder.Journal);
        var sealedText = File.ReadAllText(folder.Snapshot);
        var byHand = sealedText[..sealedText.LastIndexOf(',')] + "\n}\n";
        var hostile = new HostileStore();
        for (int seed = 0; seed < Mutants; seed++)
        {
            // Mostly without a checksum, which would end the reading of nearly all.
            var mutator = new Mutator(seed);
            var text = mutator.Chance(10) ? sealedText : byHand;
            File.WriteAllBytes(folder.Snapshot,
                mutator.Chance(2) ? mutator.Bytes(Encoding.UTF8.GetBytes(text)) : Encoding.UTF8.GetBytes(mutator.Json(text)));
            hostile.Open(folder, seed);
        }

        output.WriteLine(hostile.ToString());
        hostile.Taken.ShouldBeInRange(Mutants / 100, Mutants / 2, "some damage does not matter, most does");
    }

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public void Damaged_journals_are_taken_or_refused_and_never_touched()
    {
        using var folder = HostileStore.Sample();
        var lines = folder.JournalLines();
        var whole = string.Concat(lines);
        var hostile = new HostileStore();
        for (int seed = 0; seed < Mutants; seed++)
        {
            var mutator = new Mutator(seed);
            var journal = mutator.Next(3) switch
            {
                0 => mutator.Bytes(Encoding.UTF8.GetBytes(whole)),
                1 => Encoding.UTF8.GetBytes(string.Concat(Shuffled(lines, mutator))),

                // A damaged line with a right checksum, such as a faulty program would write.
                _ => Resealed(lines, mutator),
            };
            File.WriteAllBytes(folder.Journal, journal);
            hostile.Open(folder, seed);
        }

        output.WriteLine(hostile.ToString());
        hostile.Taken.ShouldBeInRange(Mutants / 100, Mutants / 2, "some damage does not matter, most does");
    }

    private static List<string> Shuffled(List<string> lines, Mutator mutator)
    {
        var shuffled = lines.ToList();
        for (int i = mutator.Next(3); i >= 0; i--)
        {
            int from = mutator.Next(shuffled.Count), to = mutator.Next(shuffled.Count);
            if (mutator.Chance(3)) shuffled.RemoveAt(from);
            else if (mutator.Chance(2)) shuffled.Insert(to, shuffled[from]);
            else (shuffled[from], shuffled[to]) = (shuffled[to], shuffled[from]);
            if (shuffled.Count == 0) break;
        }

        return shuffled;
    }

    private static byte[] Resealed(List<string> lines, Mutator mutator)
    {
        var damaged = lines.ToList();
        int line = mutator.Next(damaged.Count);
        var body = damaged[line].Unsealed();
        damaged[line] = (mutator.Chance(4)
            ? Encoding.Latin1.GetString(mutator.Bytes(Encoding.UTF8.GetBytes(body)))
            : mutator.Json(body)).Sealed();
        return Encoding.UTF8.GetBytes(string.Concat(damaged));
    }
}
