using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

public sealed class FullDiskTests
{
    [SkippableFact]
    public void A_commit_that_does_not_fit_changes_nothing_and_works_again_when_there_is_space()
    {
        using var disk = Tmpfs.Mount(kilobytes: 256);
        using var folder = new StoreFolder(parent: disk.Folder).With(SampleInventory.Of(4, 2)).Committing(Do.Attach(0, 0));
        using var store = folder.Open();
        disk.Fill();
        var before = folder.Contents();
        InventoryState expected;
        PassthroughException? refusal;
        int commits = 0;
        do
        {
            // The last page has room for some lines yet.
            before = folder.Contents();
            expected = store.Read();
            refusal = TryCommit(store, $"{commits++}");
            commits.ShouldBeLessThan(50);
        }
        while (refusal is null);

        refusal.Id.ShouldBe(ErrorId.StoreWriteFailed);
        refusal.Message.ShouldContain(folder.Snapshot);
        refusal.Message.ShouldContain("Nothing changed. Free space");
        folder.Contents().ShouldBe(before);
        store.Read().ShouldBeState(expected);
        folder.State().ShouldBeState(expected);
        Refused.With(ErrorId.StoreWriteFailed, () => store.Commit(Do.Note(1, new string('x', 5000))));
        folder.Contents().ShouldBe(before);

        disk.Free();
        store.Commit(Do.Attach(1, 1)).Event!.Sequence.ShouldBe(expected.Revision + 1);
        folder.State().ShouldBeState(store.Read());
        SampleInventory.Of(4, 2).Replaying(folder.Events()).ShouldBeState(store.Read());
    }

    [SkippableFact]
    public void A_first_commit_for_which_there_is_no_space_leaves_no_journal()
    {
        using var disk = Tmpfs.Mount(kilobytes: 64);
        using var folder = new StoreFolder(parent: disk.Folder).With(SampleInventory.Of(1, 1));
        using var store = folder.Open();
        disk.Fill();

        Refused.With(ErrorId.StoreWriteFailed, () => store.Commit(Do.Note(0, "x")), folder.Snapshot);

        folder.Data().Keys.ShouldBe(["lab.json"]);
        disk.Free();
        store.Commit(Do.Note(0, "x")).Event!.Sequence.ShouldBe(1);
    }

    [SkippableFact]
    public void A_store_that_does_not_fit_is_not_created()
    {
        using var disk = Tmpfs.Mount(kilobytes: 64);
        using var folder = new StoreFolder(parent: disk.Folder);
        disk.Fill();

        Refused.With(ErrorId.StoreWriteFailed, () => JsonStoreBackend.CreateIfMissing(folder.Snapshot, Catalog.BuiltIn),
            folder.Snapshot);

        folder.Data().ShouldBeEmpty();
        disk.Free();
        JsonStoreBackend.CreateIfMissing(folder.Snapshot, Catalog.BuiltIn);
        folder.State().Revision.ShouldBe(0);
    }

    [SkippableFact]
    public void A_folding_that_does_not_fit_fails_no_commit_and_is_made_up_for()
    {
        using var disk = Tmpfs.Mount(kilobytes: 512);
        using var folder = new StoreFolder(parent: disk.Folder).With(SampleInventory.Of(100, 20));
        long limit = new FileInfo(folder.Snapshot).Length;
        limit.ShouldBeGreaterThan(3 * 4096);
        using var store = folder.OpenFolding();
        int commits = 0;
        while (!File.Exists(folder.Journal) || new FileInfo(folder.Journal).Length < limit - 800)
            store.Commit(Do.Note(0, $"{commits++}"));
        folder.Archives().ShouldBeEmpty();
        disk.Fill(pagesLeft: 2);

        while (TryCommit(store, $"{commits}") is null) commits++;

        new FileInfo(folder.Journal).Length.ShouldBeGreaterThan(limit + 1000,
            "commits went on beyond the place where it is folded");
        folder.Archives().ShouldBeEmpty();
        folder.Data().Keys.ShouldBe(["lab.json", "lab.journal.jsonl"], ignoreOrder: true);
        folder.State().Revision.ShouldBe(commits);
        folder.Events().Count.ShouldBe(commits);

        disk.Free();
        store.Commit(Do.Note(1, "space again")).Event!.Sequence.ShouldBe(commits + 1);
        folder.Archives().ShouldHaveSingleItem();
        folder.State().ShouldBeState(store.Read());
        folder.Events().Select(static e => e.Sequence).ShouldBe(Enumerable.Range(1, commits + 1).Select(static i => (long)i));
    }

    private static PassthroughException? TryCommit(JsonStoreBackend store, string notes)
    {
        try
        {
            store.Commit(Do.Note(0, notes));
            return null;
        }
        catch (PassthroughException e)
        {
            return e;
        }
    }
}
