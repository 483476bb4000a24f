using System.Net;
using System.Net.Sockets;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class FailureLimiterTests
{
    private static readonly AttemptKey Here = new(AddressKey.Of(IPAddress.Loopback));
    private readonly ManualClock clock = new();
    private readonly FailureLimiter limiter;

    public FailureLimiterTests() => limiter = new FailureLimiter(clock);

    [Fact]
    public void Ten_failures_are_allowed()
    {
        Fail(9);
        limiter.RetryAfter(Here).ShouldBeNull();

        Fail(1);
        limiter.RetryAfter(Here).ShouldBe(TimeSpan.FromSeconds(6));
        limiter.RetryAfter(new AttemptKey(AddressKey.Of(IPAddress.Parse("10.0.0.5")))).ShouldBeNull();
        limiter.RetryAfter(Here with { TokenId = "abcdefgh" }).ShouldBeNull();
    }

    [Fact]
    public void One_more_is_allowed_every_six_seconds()
    {
        Fail(10);
        clock.Advance(TimeSpan.FromSeconds(5));
        limiter.RetryAfter(Here).ShouldBe(TimeSpan.FromSeconds(1));

        clock.Advance(TimeSpan.FromSeconds(1));
        limiter.RetryAfter(Here).ShouldBeNull();
        Fail(1);
        limiter.RetryAfter(Here).ShouldBe(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public void After_a_minute_all_is_forgotten()
    {
        Fail(10);
        clock.Advance(TimeSpan.FromMinutes(1));
        Fail(9);
        limiter.RetryAfter(Here).ShouldBeNull();
    }

    [Fact]
    public void Ten_a_minute_in_the_long_run()
    {
        int failed = 0;
        for (int second = 0; second < 3600; second++)
        {
            for (; limiter.RetryAfter(Here) is null; failed++) limiter.Fail(Here);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        failed.ShouldBeInRange(600, 610);
    }

    [Fact]
    public void Failures_that_were_under_way_at_once_do_not_lengthen_the_wait()
    {
        Fail(1000);
        limiter.RetryAfter(Here).ShouldBe(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public void The_table_is_bounded_and_forgets_whose_last_failure_is_the_longest_ago()
    {
        Fail(10);
        for (int i = 1; i < FailureLimiter.Capacity; i++) limiter.Fail(Address(i));
        limiter.RetryAfter(Here).ShouldNotBeNull();
        Fail(1);

        for (int i = 0; i < 5000; i++) limiter.Fail(Address(FailureLimiter.Capacity + i));

        limiter.Count.ShouldBe(FailureLimiter.Capacity);
        limiter.RetryAfter(Here).ShouldNotBeNull();
    }

    [Fact]
    public void Forgotten_failures_leave_the_table()
    {
        for (int i = 0; i < 100; i++) limiter.Fail(Address(i));
        clock.Advance(TimeSpan.FromMinutes(1));
        Fail(1);

        limiter.Count.ShouldBe(1);
    }

    private static AttemptKey Address(int number) => new(new AddressKey(AddressFamily.InterNetworkV6, (ulong)number));

    private void Fail(int times)
    {
        for (int i = 0; i < times; i++) limiter.Fail(Here);
    }
}
