using PassthroughTools.Backends;
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
        recent.After(last - kept).Select(static e => e.Sequence).ShouldBe(Enumerable.Range(0, kept).Select(i => last - kept + 1 + i));
        recent.After(last - 1).ShouldHaveSingleItem().Sequence.ShouldBe(last);
        recent.After(last).ShouldBeEmpty();
        recent.Find(last).ShouldNotBeNull().Sequence.ShouldBe(last);
        recent.Find(last - kept + 1).ShouldNotBeNull().Sequence.ShouldBe(last - kept + 1);
        recent.Find(last - kept).ShouldBeNull();
        recent.Find(last + 1).ShouldBeNull();
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
