using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Replicas;

/// <summary>That the checker of histories finds what is wrong.</summary>
public sealed class HistoryTests
{
    private static readonly List<(long, string?)> Owners = [(5, "a"), (8, null), (9, "b")];

    [Fact]
    public void A_history_that_could_have_been_is_right() => History.Fault(
        [
            new Attempt(0, 10, 20, 5, null),
            new Attempt(0, 15, 25, null, true),
            new Attempt(0, 1, 9, null, false),
            new Attempt(0, 30, 40, 8, null),
            new Attempt(0, 32, 60, null, false),
            new Attempt(0, 41, 50, 9, null),
            new Attempt(0, 60, 61, null, true, "b"),
        ],
        Owners).ShouldBeNull();

    [Fact]
    public void A_lost_change_is_found() =>
    History.Fault([new Attempt(0, 10, 20, 6, null)], Owners).ShouldNotBeNull().ShouldContain("not in the journal");

    [Fact]
    public void An_order_against_time_is_found() =>
        History.Fault([new Attempt(0, 10, 20, 9, null), new Attempt(0, 30, 40, 8, null)], Owners).ShouldNotBeNull()
            .ShouldContain("ended before");

    [Fact]
    public void A_stale_refusal_is_found() => History.Fault(
        [new Attempt(0, 10, 20, 5, null), new Attempt(0, 30, 40, 8, null), new Attempt(0, 50, 60, null, true),
            new Attempt(0, 70, 80, 9, null)], Owners)
        .ShouldNotBeNull().ShouldContain("held");

    [Fact]
    public void A_stale_look_is_found() => History.Fault(
        [new Attempt(0, 10, 20, 5, null), new Attempt(0, 30, 40, null, false), new Attempt(0, 50, 60, 8, null)], Owners)
        .ShouldNotBeNull().ShouldContain("free");

    [Fact]
    public void A_wrong_owner_is_found() => History.Fault(
        [new Attempt(0, 10, 20, 9, null), new Attempt(0, 30, 40, null, true, "a")], Owners).ShouldNotBeNull();
}
