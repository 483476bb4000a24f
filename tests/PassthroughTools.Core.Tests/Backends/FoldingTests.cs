using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Core.Tests.Backends.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>Compaction: a long journal is folded into the snapshot and archived.</summary>
public sealed class FoldingTests
{
    [Fact]
    public void A_journal_longer_than_the_snapshot_is_folded_into_it_and_archived()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(4, 2));
        using var store = folder.OpenFolding();
        long limit = new FileInfo(folder.Snapshot).Length;
        int commits = 0;
        for (; folder.Archives().Length == 0; commits++)
        {
            if (commits > 0) new FileInfo(folder.Journal).Length.ShouldBeLessThan(limit);
            store.Commit(Do.Note(0, $"{commits}"));
        }

        commits.ShouldBeGreaterThan(3);
        new FileInfo(folder.Archives()[0]).Length.ShouldBeGreaterThanOrEqualTo(limit);
        Path.GetFileName(folder.Archives()[0]).ShouldBe($"lab.journal.{1:d12}-{commits:d12}.jsonl");
        folder.JournalLines().ShouldBe([$"{{\"journal\":1,\"after\":{commits}".Sealed()]);
        SnapshotFile.Read(folder.Snapshot, store.Read().Catalog, "").ShouldBeState(store.Read());
        folder.State().Revision.ShouldBe(commits);
    }

    [Fact]
    public void Nothing_is_lost_over_many_foldings()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(4, 4));
        using var store = folder.OpenFolding();
        var expected = store.Read();
        for (int i = 0; i < 200; i++)
        {
            var commit = store.Commit(Do.Note(i % 4, $"{i}"));
            expected = expected.Apply(commit.Event!.Sequence, commit.Event.Changes);
            if (i % 20 == 0) folder.State().ShouldBeState(expected);
        }

        folder.Archives().Length.ShouldBeGreaterThan(5);
        folder.State().ShouldBeState(expected);
        SampleInventory.Of(4, 4).Replaying(folder.Events()).ShouldBeState(expected);
    }

    [Fact]
    public async Task Events_from_far_back_come_in_pages_of_which_each_reads_the_files_that_it_needs()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(4, 4));
        using (var folding = folder.OpenFolding())
        {
            for (int i = 0; i < 60; i++) folding.Commit(Do.Note(i % 4, $"{i}"));
        }

        using var store = folder.Open();
        folder.Archives().Length.ShouldBeGreaterThan(3);
        for (long after = 0; after < 60; after += 7)
        {
            (await store.ReadPageAsync(after, 7, default)).Select(static committed => committed.Sequence)
                .ShouldBe(folder.Events(after).Take(7).Select(static committed => committed.Sequence));
        }

        (await store.ReadPageAsync(60, 7, default)).ShouldBeEmpty();
        File.WriteAllText(folder.Archives()[2], "damaged");
        (await store.ReadPageAsync(0, 2, default)).Select(static committed => committed.Sequence).ShouldBe([1, 2]);
        Should.Throw<PassthroughTools.Errors.PassthroughException>(() => folder.Events());
    }

    [Fact]
    public void A_session_that_read_the_old_files_goes_on()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(4, 4));
        using var folding = folder.OpenFolding();
        using var reader = folder.Open();
        using var writer = folder.Open();
        for (int i = 0, committed = 0; i < 60; i++)
        {
            folding.Commit(Do.Note(0, $"{i}"));
            committed++;
            if (i % 3 == 0)
            {
                writer.Commit(Do.Note(1, $"{i}")).Event!.Sequence.ShouldBe(++committed);
            }

            reader.Read().ShouldBeState(folding.Read());
            reader.Events().Count.ShouldBe(committed);
        }

        folder.Archives().Length.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void A_reader_that_holds_the_old_files_open_stops_no_folding()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1)).Committing(Do.Note(0, "first"));
        using var snapshot = new FileStream(folder.Snapshot, FileMode.Open, FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete);
        using var journal = new FileStream(folder.Journal, FileMode.Open, FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete);
        using var store = folder.OpenFolding();
        for (int i = 0; i < 20; i++) store.Commit(Do.Note(0, $"{i}"));

        folder.Archives().ShouldNotBeEmpty();
        journal.ReadByte().ShouldBe('{');
        folder.Events().Select(static e => e.Sequence).ShouldBe(Enumerable.Range(1, 21).Select(static i => (long)i));
    }

    [Fact]
    public void A_short_journal_is_left_alone_by_default()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var store = folder.Open();
        for (int i = 0; i < 100; i++) store.Commit(Do.Note(0, $"{i}"));

        new FileInfo(folder.Journal).Length.ShouldBeGreaterThan(new FileInfo(folder.Snapshot).Length);
        folder.Archives().ShouldBeEmpty();
    }

    [Fact]
    public void By_default_a_journal_is_folded_at_a_megabyte()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var store = folder.Open();
        var value = new string('v', 4000);
        int commits = 0;
        for (; folder.Archives().Length == 0 && commits < 500; commits++) store.Commit(Do.Note(0, value + commits));

        new FileInfo(folder.Archives().ShouldHaveSingleItem()).Length.ShouldBeInRange(1024 * 1024, (1024 * 1024) + 20_000);
        store.Read().ShouldBeState(folder.State());
    }
}
