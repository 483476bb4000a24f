using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.Planning.Execution;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Planning.Execution;

/// <summary>A plan's journal as a file.</summary>
public sealed class FilePlanJournalTests
{
    [SkippableFact]
    public void An_entry_for_which_there_is_no_space_leaves_the_journal_whole()
    {
        using var disk = Tmpfs.Mount(kilobytes: 64);
        var path = Path.Combine(disk.Folder, "window.journal.jsonl");
        using var journal = FilePlanJournal.Open(path);
        journal.Add(Entry(1));
        disk.Fill();
        int kept = 1;
        Should.Throw<PassthroughException>(() =>
        {
            // The last page has room for some lines yet, and at last for a part of one.
            for (; kept < 100; kept++) journal.Add(Entry(kept + 1));
        }).Id.ShouldBe(ErrorId.StoreWriteFailed);
        FilePlanJournal.Read(path).ShouldBe(journal.Entries);
        journal.Entries.Count.ShouldBe(kept);

        disk.Free();
        journal.Add(Entry(kept + 1));
        File.ReadAllText(path).Count(static c => c == '\n').ShouldBe(kept + 1);
        FilePlanJournal.Read(path).Select(static entry => entry.Step)
            .ShouldBe(Enumerable.Range(1, kept + 1).Select(static step => (int?)step));
    }

    [Fact]
    public void A_last_line_without_its_end_counts_for_nothing()
    {
        using var folder = new StoreFolder();
        var path = Path.Combine(folder.Folder, "window.journal.jsonl");
        using (var journal = FilePlanJournal.Open(path)) journal.Add(Entry(1));
        File.AppendAllText(path, "{\"time\":\"2026-11-2");
        FilePlanJournal.Read(path).Count.ShouldBe(1);
        using (var journal = FilePlanJournal.Open(path)) journal.Add(Entry(2));
        FilePlanJournal.Read(path).Select(static entry => entry.Step).ShouldBe([1, 2]);
    }

    [Fact]
    public void Whoever_looks_sees_that_a_plan_is_being_carried_out()
    {
        using var folder = new StoreFolder();
        var path = Path.Combine(folder.Folder, "window.journal.jsonl");
        FilePlanJournal.IsHeld(path).ShouldBeFalse();
        using (FilePlanJournal.Open(path)) FilePlanJournal.IsHeld(path).ShouldBeTrue();
        FilePlanJournal.IsHeld(path).ShouldBeFalse();
    }

    // As long as some entries are, so that a page holds no whole number of them.
    private static PlanEntry Entry(int step) => new()
    {
        Time = new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc), Phase = PlanPhase.Evacuate, Step = step,
        Event = PlanEvent.Failed, Actor = "anna@here", ErrorId = ErrorId.VMNotFound, Message = new string('x', 333),
    };
}
