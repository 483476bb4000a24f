using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.State;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>One byte changed, at every place: it is told, or it is of a line that was never acknowledged.</summary>
public sealed class FlippedByteTests
{
    private static readonly byte[] Flips = [1, 2, 4, 8, 16, 32, 64, 128, 255];

    /// <summary>How many of them are tried at a place: another one each time.</summary>
    private static readonly int FlipsAPlace = LongRun.Times(sample: 1, whole: Flips.Length);

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public void In_the_snapshot_it_is_told()
    {
        using var folder = Store();
        Flip(folder.Snapshot, (position, flip) =>
        {
            var refusal = Opening(folder).ShouldNotBeNull($"byte {position} ^ {flip}");
            (refusal.Id is ErrorId.StoreCorrupt or ErrorId.StoreVersionUnsupported).ShouldBeTrue(refusal.Message);
            refusal.Message.Contains(folder.Snapshot, System.StringComparison.Ordinal).ShouldBeTrue(refusal.Message);
        });
    }

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public void In_the_journal_it_is_told_with_its_line()
    {
        using var folder = Store();
        var lines = folder.JournalLines();
        Flip(folder.Journal, (position, flip) =>
        {
            int line = 1 + File.ReadAllBytes(folder.Journal).Take(position).Count(static b => b == '\n');
            var refusal = Opening(folder).ShouldNotBeNull($"byte {position} ^ {flip}");
            refusal.Id.ShouldBe(ErrorId.StoreCorrupt, refusal.Message);
            refusal.Message.Contains($"Journal '{folder.Journal}', line {line}:", System.StringComparison.Ordinal)
                .ShouldBeTrue(refusal.Message);
        });
        folder.JournalLines().ShouldBe(lines);
    }

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public void In_a_journal_without_lines_it_is_told()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        File.WriteAllText(folder.Journal, "{\"journal\":1,\"after\":0".Sealed());
        folder.State().Revision.ShouldBe(0);
        Flip(folder.Journal, (_, _) => Refused.With(ErrorId.StoreCorrupt, () => folder.Open(), folder.Journal, "line 1:"));
    }

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public void In_a_torn_line_it_changes_nothing_or_is_told()
    {
        using var folder = Store();
        var acknowledged = folder.State();
        int whole = (int)new FileInfo(folder.Journal).Length;
        folder.Committing(Do.PowerOn(0));
        File.WriteAllBytes(folder.Journal, File.ReadAllBytes(folder.Journal)[..^20]);
        Flip(
            folder.Journal,
            (position, _) =>
            {
                InventoryState state;
                try
                {
                    state = folder.State();
                }
                catch (PassthroughException e) when (e.Id == ErrorId.StoreCorrupt)
                {
                    File.ReadAllBytes(folder.Journal)[position].ShouldBe((byte)'\n', "only a line end makes a line of it");
                    return;
                }

                state.ShouldBeState(acknowledged);
            },
            from: whole);
    }

    private static PassthroughException? Opening(StoreFolder folder)
    {
        try
        {
            folder.Open().Dispose();
            return null;
        }
        catch (PassthroughException refusal)
        {
            return refusal;
        }
    }

    private static StoreFolder Store() =>
        new StoreFolder().With(SampleInventory.Of(1, 1)).Committing(Do.Attach(0, 0), Do.Note(0, "Jäger"));

    private static void Flip(string file, System.Action<int, byte> check, int from = 0)
    {
        var bytes = File.ReadAllBytes(file);
        for (int position = from; position < bytes.Length; position++)
        {
            for (int i = 0; i < FlipsAPlace; i++)
            {
                byte flip = Flips[(position + i) % Flips.Length];
                bytes[position] ^= flip;
                File.WriteAllBytes(file, bytes);
                check(position, flip);
                bytes[position] ^= flip;
            }
        }

        File.WriteAllBytes(file, bytes);
    }
}
