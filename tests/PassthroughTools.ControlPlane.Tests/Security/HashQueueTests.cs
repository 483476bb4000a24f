using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

public sealed class HashQueueTests : IDisposable
{
    private static readonly SecretCheck Good = new(TestToken.Make().Stored, null);
    private static readonly int MaxThreads = Math.Max(1, Environment.ProcessorCount / 2);
    private readonly HashQueue queue = new();
    private readonly ManualResetEventSlim go = new();
    private int running, most, checks;

    [Fact]
    public async Task Few_run_at_a_time_and_too_many_are_refused_at_once()
    {
        List<Task<SecretCheck>> tasks = [];
        for (int i = 0; i < HashQueue.Capacity; i++) tasks.Add(Join(i));
        var tooMany = Join(-1);
        tooMany.IsCompleted.ShouldBeTrue();
        (await tooMany).Refusal.ShouldBeSameAs(TokenVerdict.Busy);
        SpinWait.SpinUntil(() => Volatile.Read(ref running) > MaxThreads, TimeSpan.FromMilliseconds(200)).ShouldBeFalse();

        go.Set();
        (await Task.WhenAll(tasks)).ShouldAllBe(static check => check == Good);
        (await Join(-1)).ShouldBe(Good);
        most.ShouldBeInRange(1, MaxThreads);
    }

    [Fact]
    public async Task The_same_token_from_the_same_address_is_checked_once()
    {
        List<Task<SecretCheck>> tasks = [];
        for (int i = 0; i < 1000; i++) tasks.Add(Join(1));
        go.Set();

        (await Task.WhenAll(tasks)).ShouldAllBe(static check => check == Good);
        checks.ShouldBe(1);
        (await Join(1)).ShouldBe(Good);
        checks.ShouldBe(2);
    }

    [Fact]
    public async Task A_check_that_fails_leaves_the_queue()
    {
        var key = new TokenKey(1, 1);
        await Should.ThrowAsync<InvalidOperationException>(
            () => queue.JoinAsync(key, default, static () => throw new InvalidOperationException()));

        (await queue.JoinAsync(key, default, static () => Good)).ShouldBe(Good);
    }

    public void Dispose()
    {
        go.Set();
        go.Dispose();
    }

    [Fact]
    public async Task Attempts_for_one_token_leave_room_for_the_others()
    {
        List<Task<SecretCheck>> tasks = [];
        for (int i = 0; i < HashQueue.MaxOfToken; i++) tasks.Add(Join(i, "a"));
        (await Join(-1, "a")).Refusal.ShouldBeSameAs(TokenVerdict.Busy);
        tasks.Add(Join(-2, "b"));
        go.Set();
        (await Task.WhenAll(tasks)).ShouldAllBe(static check => check == Good);
    }

    private Task<SecretCheck> Join(int number, string? token = null) =>
        queue.JoinAsync(new TokenKey((UInt128)number, 0), new AttemptKey(default, token ?? $"{number}"), () =>
    {
        int now = Interlocked.Increment(ref running);
        lock (queue) most = Math.Max(most, now);
        Interlocked.Increment(ref checks);
        go.Wait();
        Interlocked.Decrement(ref running);
        return Good;
    });
}
