using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Operations;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

public sealed class EventTests
{
    [Fact]
    public void Events_come_oldest_first_with_who_what_and_the_changes()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(2, 1));
        using var store = folder.Open();
        var committed = new[] { store.Commit(Do.Attach(0, 0), "a@b").Event!, store.Commit(Do.PowerOn(0), "c@d").Event! };

        var events = store.Events();

        events.Select(static e => e.Sequence).ShouldBe([1, 2]);
        events.Select(static e => (e.Actor, e.Operation, e.Target, e.Summary, e.Time))
            .ShouldBe(committed.Select(static e => (e.Actor, e.Operation, e.Target, e.Summary, e.Time)));
        events[0].Summary.ShouldContain(SampleInventory.Address(0).ToString());
        SampleInventory.Of(2, 1).Apply(1, events[0].Changes).Apply(2, events[1].Changes).ShouldBeState(store.Read());
    }

    [Fact]
    public void Only_events_after_a_sequence_number_are_read()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var store = folder.Open();
        for (int i = 1; i <= 5; i++) store.Commit(Do.Note(0, $"{i}"));

        store.Events(after: 3).Select(static e => e.Sequence).ShouldBe([4, 5]);
        store.Events(after: 5).ShouldBeEmpty();
        store.Events(after: 1000).ShouldBeEmpty();
    }

    [Fact]
    public void Events_are_complete_over_archives_and_journal_from_any_sequence_number()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var store = folder.OpenFolding();
        for (int i = 1; i <= 40; i++) store.Commit(Do.Note(0, $"{i}"));
        folder.Archives().Length.ShouldBeGreaterThan(3);

        for (int after = 0; after <= 40; after++)
            store.Events(after).Select(static e => e.Sequence)
                .ShouldBe(Enumerable.Range(after + 1, 40 - after).Select(static i => (long)i));
        store.Events().ShouldAllBe(static e => e.Operation == nameof(ChangeVM));
    }

    [Fact]
    public void A_session_reads_the_events_of_another()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var reader = folder.Open();
        using var writer = folder.OpenFolding();
        for (int i = 1; i <= 30; i++)
        {
            writer.Commit(Do.Note(0, $"{i}"));
            reader.Events(i - 1).ShouldHaveSingleItem().Sequence.ShouldBe(i);
        }
    }
}
