using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>The journal moved away or restored, as the message of a damaged one advises, while a session is open.</summary>
public sealed class ReplacedJournalTests
{
    [Fact]
    public void A_session_notices_that_another_journal_has_taken_the_place_of_its_own()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(2, 2));
        using var session = folder.Open();
        session.Commit(Do.Attach(0, 0));
        File.Move(folder.Journal, folder.Journal + ".old");
        folder.Committing(Do.Attach(1, 0), Do.Attach(1, 1), Do.Note(0, "longer than the other one"));

        session.Read().ShouldBeState(folder.State());
        Refused.With(ErrorId.DeviceInUse, () => session.Commit(Do.Attach(0, 0)), SampleInventory.VMName(1));
    }

    [Fact]
    public void A_session_notices_another_journal_of_the_same_length()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(2, 2));
        using var session = folder.Open();
        session.Commit(Do.Attach(0, 0));
        long length = new FileInfo(folder.Journal).Length;
        File.Delete(folder.Journal);
        folder.Committing(Do.Attach(1, 0));
        new FileInfo(folder.Journal).Length.ShouldBe(length);

        session.Read().ShouldBeState(folder.State());
        session.Commit(Do.Attach(1, 1)).Event!.Sequence.ShouldBe(2);
        folder.State().VMs.Find(SampleInventory.VMId(1))!.Devices.Count.ShouldBe(2);
    }

    [Fact]
    public void A_session_goes_back_to_the_snapshot_when_the_journal_is_moved_away()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(2, 2));
        using var session = folder.Open();
        session.Commit(Do.Attach(0, 0));
        File.Delete(folder.Journal);

        session.Read().Revision.ShouldBe(0);
        session.Commit(Do.Attach(1, 0)).Event!.Sequence.ShouldBe(1);
    }

    [Fact]
    public void Events_of_a_journal_count_more_than_those_of_an_archive_that_was_left_behind()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1))
            .Committing(Do.Note(0, "old 1"), Do.Note(0, "old 2"), Do.Note(0, "old 3"));
        File.Move(folder.Journal, Path.Combine(folder.Folder, $"lab.journal.{1:d12}-{3:d12}.jsonl"));

        folder.Committing(Do.Note(0, "new 1"), Do.Note(0, "new 2"));

        folder.Events().Select(static e => (e.Sequence, e.Summary.Contains("new", System.StringComparison.Ordinal)))
            .ShouldBe([(1, true), (2, true)]);
    }

    [Fact]
    public void Files_that_only_look_like_archives_are_no_events()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1)).Committing(Do.Note(0, "1"));
        File.WriteAllText(Path.Combine(folder.Folder, "lab.journal.copy-1.jsonl"), "not a journal\n");
        using var neighbour = new StoreFolder("lab.journal.json", folder.Folder);

        folder.Events().ShouldHaveSingleItem();
    }
}
