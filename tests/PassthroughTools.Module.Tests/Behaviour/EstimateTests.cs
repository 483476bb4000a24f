using PassthroughTools.Commands;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>How long work takes yet: it counts down, and never grows.</summary>
public sealed class EstimateTests
{
    private readonly Estimate estimate = new();

    [Fact]
    public void It_is_not_known_before_anything_is_done() => Left(10, 0).ShouldBeNull();

    [Fact]
    public void It_counts_down_while_nothing_more_is_done()
    {
        Left(10, 0.5).ShouldBe(10);
        Left(14, 0.5).ShouldBe(6);
    }

    [Fact]
    public void It_falls_where_work_is_faster()
    {
        Left(10, 0.5).ShouldBe(10);
        Left(12, 0.8).ShouldBe(3);
    }

    [Fact]
    public void It_does_not_grow_and_says_where_it_was_too_short()
    {
        Left(10, 0.5).ShouldBe(10);
        estimate.IsOver.ShouldBeFalse();
        Left(21, 0.6).ShouldBeNull();
        estimate.IsOver.ShouldBeTrue();
        Left(22, 0.9).ShouldBeNull();
    }

    private double? Left(double elapsed, double share) => estimate.Left(TimeSpan.FromSeconds(elapsed), share)?.TotalSeconds;
}
