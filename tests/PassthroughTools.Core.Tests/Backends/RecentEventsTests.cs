using PassthroughTools.Backends;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>The newest events in memory.</summary>
public sealed class RecentEventsTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(40, 0)]
    [InlineData(40, 1234)]
    [InlineData(RecentEvents.Capacity, 7)]
    [InlineData(RecentEvents.Capacity + 777, 0)]
    [InlineData(3 * RecentEvents.Capacity, 5)]
    public void The_last_ones_are_there_in_order(int added, long first)
    {
        var recent = new RecentEvents();
        for (long i = 1; i <= added; i++) recent.Add(Event(first + i));
        int kept = Math.Min(added, RecentEvents.Capacity);
        long last = first + added;

        recent.Reaches(last - kept).ShouldBeTrue();
        recent.Reaches(last - kept - 1).ShouldBeFalse();
        recent.After(last - kept).Select(static e => e.Sequence)
            .ShouldBe(Enumerable.Range(0, kept).Select(i => last - kept + 1 + i));
        recent.After(last - 1).ShouldHaveSingleItem().Sequence.ShouldBe(last);
        recent.After(last).ShouldBeEmpty();
        recent.Find(last).ShouldNotBeNull().Sequence.ShouldBe(last);
        recent.Find(last - kept + 1).ShouldNotBeNull().Sequence.ShouldBe(last - kept + 1);
        recent.Find(last - kept).ShouldBeNull();
        recent.Find(last + 1).ShouldBeNull();
    }

    [Fact]
    public void They_have_no_more_text_than_they_may_have_and_at_least_the_last_one()
    {
        var recent = new RecentEvents();
        for (long i = 1; i <= 5_000; i++) recent.Add(Noted(i, 16_384));
        int kept = recent.After(0).Length;
        (kept * 16_384L).ShouldBeInRange(RecentEvents.MaxWeight * 9 / 10, RecentEvents.MaxWeight);
        recent.Reaches(5_000 - kept).ShouldBeTrue();
        recent.Reaches(5_000 - kept - 1).ShouldBeFalse();
        recent.Add(Noted(5_001, (int)RecentEvents.MaxWeight + 1));
        recent.After(0).ShouldHaveSingleItem().Sequence.ShouldBe(5_001);
        for (long i = 5_002; i <= 5_010; i++) recent.Add(Event(i));
        recent.After(0).Length.ShouldBe(9);

        static InventoryEvent Noted(long sequence, int length) =>
            Event(sequence) with { Changes =
                [new VMPut(new VMRecord { Id = "vm-1", Name = "vm", HostId = "host-1", Notes = new string('x', length) })] };
    }

    [Fact]
    public void After_a_gap_only_what_follows_it_is_there()
    {
        var recent = new RecentEvents();
        recent.Reaches(0).ShouldBeFalse();
        for (long i = 1; i <= 30; i++) recent.Add(Event(i));
        recent.Add(Event(40));
        recent.After(0).ShouldHaveSingleItem().Sequence.ShouldBe(40);
        recent.Reaches(38).ShouldBeFalse();
        recent.Find(30).ShouldBeNull();
    }

    private static InventoryEvent Event(long sequence) => new()
    {
        Sequence = sequence,
        Time = DateTime.UnixEpoch,
        Actor = "tester",
        Operation = "ChangeVM",
        Target = "",
        Summary = "",
        Changes = [],
    };
}
