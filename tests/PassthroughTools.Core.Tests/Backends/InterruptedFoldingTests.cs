using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>What stands on the disk when a process dies between two steps of a folding, made by hand.</summary>
public sealed class InterruptedFoldingTests
{
    private const int Commits = 8;

    private static readonly string[] InOrder = ["snapshot half written", "snapshot written", "snapshot in place",
        "journal archived", "new journal written"];

    public static TheoryData<string> Steps => [.. InOrder];

    [Theory]
    [MemberData(nameof(Steps))]
    public void Nothing_is_lost_and_the_store_goes_on(string step)
    {
        using var folder = Interrupted(step, out var expected);
        folder.State().ShouldBeState(expected);
        folder.Events().Count.ShouldBe(Commits);

        folder.Committing(Do.Attach(1, 1), Do.PowerOn(1));

        folder.State().Revision.ShouldBe(Commits + 2);
        folder.State().OwnerOf(new DeviceRef(SampleInventory.HostId, SampleInventory.Address(1)))!.Id.ShouldBe(
            SampleInventory.VMId(1));
        SampleInventory.Of(2, 2).Replaying(folder.Events()).ShouldBeState(folder.State());
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_next_folding_clears_up(string step)
    {
        using var folder = Interrupted(step, out _);
        using (var store = folder.OpenFolding())
        {
            for (int i = 0; i < 30; i++) store.Commit(Do.Note(1, $"{i}"));
        }

        folder.Data().Keys.ShouldNotContain(static name => name.EndsWith(".tmp", System.StringComparison.Ordinal));
        SampleInventory.Of(2, 2).Replaying(folder.Events()).ShouldBeState(folder.State());
    }

    [Fact]
    public void A_session_that_read_the_journal_before_a_folding_and_the_snapshot_after_it_goes_on()
    {
        // What Load reads when another process commits and folds between its two reads, and dies before it archives the journal.
        using var folder = new StoreFolder().With(SampleInventory.Of(2, 2)).Committing(Do.Note(0, "1"), Do.Note(0, "2"));
        var early = File.ReadAllBytes(folder.Journal);
        folder.Committing(Do.Note(0, "3"), Do.Note(0, "4"));
        var late = File.ReadAllBytes(folder.Journal);
        SnapshotFile.Write(folder.Snapshot, folder.State());
        File.WriteAllBytes(folder.Journal, early);
        using var session = folder.Open();
        session.Read().Revision.ShouldBe(4);
        File.WriteAllBytes(folder.Journal, late);

        session.Read().Revision.ShouldBe(4);
        session.Commit(Do.Note(0, "5")).Event!.Sequence.ShouldBe(5);

        folder.State().VMs.Find(SampleInventory.VMId(0))!.Notes.ShouldBe("5");
        folder.Events().Select(static e => e.Sequence).ShouldBe([1L, 2, 3, 4, 5]);
    }

    [Fact]
    public void A_change_is_not_lost_where_the_snapshot_is_ahead_of_the_journal()
    {
        // A newer snapshot put in its place by hand, such as an export of another session's state.
        using var folder = new StoreFolder().With(SampleInventory.Of(2, 2)).Committing(Do.Note(0, "1"), Do.Note(0, "2"));
        var ahead = SampleInventory.Of(2, 2).Apply(50, [new VMPut(SampleInventory.VM(0) with { Notes = "ahead" })]);
        SnapshotFile.Write(folder.Snapshot, ahead);

        folder.Committing(Do.Note(1, "mine"));

        var reopened = folder.State();
        reopened.Revision.ShouldBe(51);
        reopened.VMs.Find(SampleInventory.VMId(1))!.Notes.ShouldBe("mine");
        reopened.VMs.Find(SampleInventory.VMId(0))!.Notes.ShouldBe("ahead");
        folder.Events().Select(static e => e.Sequence).ShouldBe([1L, 2, 51]);
    }

    [Fact]
    public void Damage_in_the_part_of_the_journal_that_the_snapshot_holds_is_told()
    {
        using var folder = Interrupted("snapshot in place", out _);
        var lines = folder.JournalLines();
        lines.RemoveAt(3);
        folder.WriteJournal(lines);

        Refused.With(ErrorId.StoreCorrupt, () => folder.Open(), folder.Journal, "line 4");
    }

    private static StoreFolder Interrupted(string step, out InventoryState state)
    {
        var folder = new StoreFolder().With(SampleInventory.Of(2, 2));
        for (int i = 0; i < Commits; i++) folder.Committing(Do.Note(0, $"{i}"));
        state = folder.State();
        int died = System.Array.IndexOf(InOrder, step);
        SnapshotFile.Write(folder.Snapshot + ".tmp", state);
        if (died == 0)
        {
            using var half = new FileStream(folder.Snapshot + ".tmp", FileMode.Open);
            half.SetLength(half.Length / 2);
        }

        if (died >= 2) File.Move(folder.Snapshot + ".tmp", folder.Snapshot, overwrite: true);
        if (died >= 3) File.Move(folder.Journal, Path.ChangeExtension(folder.Snapshot, $".journal.{1:d12}-{Commits:d12}.jsonl"));
        if (died >= 4) File.WriteAllBytes(folder.Journal + ".tmp", JournalLine.Head(Commits));
        return folder;
    }
}
