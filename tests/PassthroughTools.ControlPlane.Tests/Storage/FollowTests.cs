using System.Collections.Concurrent;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>Followers get every change once, those of other replicas too.</summary>
public sealed class FollowTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableFact]
    public async Task A_change_reaches_the_followers_of_another_replica()
    {
        var writer = await OpenAsync(devices: 1, vms: 2);
        var reader = await OpenAsync();
        await writer.AskAsync(Lab.Note(0, "before"));
        using var stop = new CancellationTokenSource();
        using var seen = new BlockingCollection<long>();
        var following = reader.Backend.FollowAsync(0, committed => seen.Add(committed.Sequence), stop.Token);
        for (int i = 1; i <= 10; i++)
        {
            seen.TryTake(out long sequence, TimeSpan.FromMinutes(1)).ShouldBeTrue();
            sequence.ShouldBe(i);
            await (i % 2 == 0 ? writer : reader).AskAsync(Lab.Note(1, $"{i}"));
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(following);
    }

    [SkippableFact]
    public async Task A_listener_whose_connection_is_ended_listens_again_and_nothing_is_missed()
    {
        var writer = await OpenAsync(devices: 1, vms: 1);
        var reader = await OpenAsync();
        using var stop = new CancellationTokenSource();
        var seen = new ConcurrentQueue<long>();
        var following = reader.Backend.FollowAsync(0, committed => seen.Enqueue(committed.Sequence), stop.Token);
        for (int round = 0; round < 3; round++)
        {
            await EventuallyAsync(async () => (await ListenersAsync()).Count == 2, "two listen");
            await QueryAsync(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> "
                + "pg_backend_pid()");
            await writer.AskAsync(Lab.Note(0, $"{round}"));
            await EventuallyAsync(() => Task.FromResult(seen.Count == round + 1), "the change");
        }

        seen.ShouldBe([1L, 2L, 3L]);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(following);
    }

    [SkippableFact]
    public async Task A_change_that_nobody_announced_is_found_all_the_same()
    {
        var writer = await OpenAsync(devices: 1, vms: 1);
        var reader = await OpenAsync();
        await writer.AskAsync(Lab.Note(0, "x"));
        using var stop = new CancellationTokenSource();
        var seen = new ConcurrentQueue<long>();
        var following = reader.Backend.FollowAsync(1, committed => seen.Enqueue(committed.Sequence), stop.Token);
        await Task.Delay(100);
        await QueryAsync(
            "insert into passthroughtools.journal select 2, now(), actor, operation, target, target_id, summary, null, "
            + "gen_random_uuid(), replace(body, '\"sequence\":1,', '\"sequence\":2,') from passthroughtools.journal");
        await EventuallyAsync(() => Task.FromResult(seen.Count == 1), "the change");
        seen.Single().ShouldBe(2);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(following);
    }

    private Task<System.Collections.Generic.List<object>> ListenersAsync() =>
        QueryAsync(
            "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query like "
            + "'listen%'");
}
