using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>A process that died while it wrote a line: what stands there of it was never acknowledged.</summary>
public sealed class TornLineTests
{
    [Fact]
    public void A_line_cut_at_any_place_is_dropped_and_overwritten_by_the_next_commit()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(2, 2)).Committing(Do.Attach(0, 0), Do.Note(0, "kept"));
        var kept = folder.State();
        long whole = new FileInfo(folder.Journal).Length;
        folder.Committing(Do.Attach(1, 1));
        var bytes = File.ReadAllBytes(folder.Journal);
        for (long cut = whole; cut < bytes.Length; cut++)
        {
            File.WriteAllBytes(folder.Journal, bytes[..(int)cut]);
            folder.State().ShouldBeState(kept, $"cut at {cut}");
            folder.Events().Count.ShouldBe(2);

            folder.Committing(Do.Attach(1, 1));

            folder.State().Revision.ShouldBe(3);
            folder.State().VMs.Find(SampleInventory.VMId(1))!.Devices.ShouldHaveSingleItem();
            folder.JournalLines().Count.ShouldBe(4);
            folder.JournalLines().ShouldAllBe(static line => line.EndsWith('\n'));
        }
    }

    [Fact]
    public void Of_a_torn_line_longer_than_the_next_one_nothing_is_left()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1)).Committing(Do.Note(0, "1"));
        File.AppendAllText(folder.Journal, "{\"sequence\":2,\"summary\":\"" + new string('x', 10_000));

        folder.Committing(Do.Note(0, "2"));

        folder.JournalLines().Count.ShouldBe(3);
        folder.JournalLines()[2].ShouldEndWith("\"}\n");
        new FileInfo(folder.Journal).Length.ShouldBeLessThan(5000);
        folder.Committing(Do.Note(0, "3")).Events().Count.ShouldBe(3);
    }

    [Fact]
    public void A_journal_cut_at_any_place_holds_the_whole_lines_before_it()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        var states = new[] { folder.State() }.ToList();
        for (int i = 0; i < 3; i++) states.Add(folder.Committing(Do.Note(0, $"{i}")).State());
        var bytes = File.ReadAllBytes(folder.Journal);
        int head = folder.JournalLines()[0].Length;
        for (int cut = 0; cut < bytes.Length; cut++)
        {
            File.WriteAllBytes(folder.Journal, bytes[..cut]);
            if (cut < head)
            {
                // A journal is put in its place with its head: this is no torn write.
                Refused.With(ErrorId.StoreCorrupt, () => folder.Open(), folder.Journal, "line 1", "Nothing was changed.");
                continue;
            }

            int whole = bytes[..cut].Count(static b => b == '\n') - 1;
            folder.State().ShouldBeState(states[whole], $"cut at {cut}");
        }
    }

    [Fact]
    public void A_reader_waits_for_the_rest_of_a_line_that_is_being_written()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1)).Committing(Do.Note(0, "1"));
        var before = File.ReadAllBytes(folder.Journal);
        folder.Committing(Do.Note(0, "2"));
        var after = File.ReadAllBytes(folder.Journal);
        File.WriteAllBytes(folder.Journal, before);
        using var reader = folder.Open();
        for (int written = before.Length; written <= after.Length; written++)
        {
            File.WriteAllBytes(folder.Journal, after[..written]);
            reader.Read().Revision.ShouldBe(written == after.Length ? 2 : 1);
        }

        reader.Commit(Do.Note(0, "3")).Event!.Sequence.ShouldBe(3);
    }

    [Fact]
    public void Reading_writes_nothing_even_where_a_line_is_torn()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1)).Committing(Do.Note(0, "1"));
        File.AppendAllText(folder.Journal, "{\"sequence\":2,\"time\":");
        var before = folder.Contents();
        using (var store = folder.Open())
        {
            store.Read();
            store.Events();
            Refused.With(ErrorId.DeviceNotAttached, () => store.Commit(Do.Detach(0)));
        }

        folder.Contents().ShouldBe(before);
    }
}
