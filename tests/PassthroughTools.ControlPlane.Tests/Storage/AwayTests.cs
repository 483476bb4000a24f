using System.Diagnostics;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>While the database is away the service is read-only, and it goes on by itself when it is back.</summary>
public sealed class AwayTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableFact]
    public async Task Without_a_database_reads_go_on_and_changes_are_refused_at_once_until_it_is_back()
    {
        var replica = await OpenAsync(devices: 1, vms: 2, patience: TimeSpan.FromSeconds(1));
        var commit = await replica.AskAsync(Lab.Attach(0, 0));
        await Server.StopAsync();
        try
        {
            (await replica.ReadAsync()).ShouldBeState(commit.State);
            await EventuallyAsync(() => Task.FromResult(!replica.Database.IsAvailable), "known to be away");
            var clock = Stopwatch.StartNew();
            for (int i = 0; i < 20; i++)
            {
                await replica.RefusedAsync(ErrorId.ServerUnreachable, Lab.Note(0, "x"), $"k{i}", replica.Database.Name,
                    "does not answer", "Nothing changed");
                (await replica.ReadAsync()).ShouldBeState(commit.State);
                (await replica.EventsAsync()).ShouldHaveSingleItem();
            }

            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15), "nobody waits for the patience of 1 s");
        }
        finally
        {
            await Server.StartAsync();
        }

        await EventuallyAsync(() => Task.FromResult(replica.Database.IsAvailable), "it comes back by itself");
        (await replica.AskAsync(Lab.Note(0, "x"))).Event!.Sequence.ShouldBe(2);
        replica.Log.Lines.ShouldContain(static line => line.StartsWith("DatabaseLost", StringComparison.Ordinal));
        replica.Log.Lines.ShouldContain(static line => line.StartsWith("DatabaseBack", StringComparison.Ordinal));
        await ShouldAgreeAsync(replica);
    }

    [SkippableFact]
    public async Task No_acknowledged_change_is_lost_when_the_database_crashes_in_the_middle()
    {
        const int Clients = 16, Each = 40;
        var replicas = new[] { await OpenAsync(devices: 1, vms: 1), await OpenAsync() };
        int answered = 0;
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            for (int i = 0; i < Each; i++)
            {
                var commit = await replicas[client % 2].InsistAsync(Lab.Create($"m-{client}-{i}"), $"{client}-{i}");
                commit.Event!.Request!.Key.ShouldBe($"{client}-{i}");
                Interlocked.Increment(ref answered);
                await Task.Delay(2);
            }
        })).ToList();
        foreach (int threshold in new[] { 100, 400 })
        {
            await EventuallyAsync(() => Task.FromResult(Volatile.Read(ref answered) > threshold), "clients go on");
            await Server.StopAsync();
            await Server.StartAsync();
        }

        await Task.WhenAll(clients).WaitAsync(TimeSpan.FromSeconds(30));
        var events = await ShouldAgreeAsync(replicas);
        events.Select(static committed => committed.Request!.Key!).Order(StringComparer.Ordinal)
            .ShouldBe(
                Enumerable.Range(0, Clients).SelectMany(static client => Enumerable.Range(0, Each).Select(i => $"{client}-{i}"))
                    .Order(StringComparer.Ordinal), "each once");
    }

    [SkippableFact]
    public async Task A_database_that_no_longer_answers_is_noticed_by_those_who_read()
    {
        await SeedAsync(devices: 1, vms: 1);
        var proxy = Keep(new LossyProxy(ConnectionString));
        var replica = await OpenAsync(through: proxy.ConnectionString);
        await replica.AskAsync(Lab.Note(0, "x"));
        proxy.Freeze();
        (await replica.ReadAsync()).Revision.ShouldBe(1);
        replica.Database.IsAvailable.ShouldBeFalse();

        var clock = Stopwatch.StartNew();
        for (int i = 0; i < 30; i++) await replica.ReadAsync();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), "nobody waits for its 2 s any more");

        proxy.Thaw();
        await EventuallyAsync(() => Task.FromResult(replica.Database.IsAvailable), "it comes back by itself");
        (await replica.AskAsync(Lab.Note(0, "y"))).Event!.Sequence.ShouldBe(2);
    }

    [SkippableFact]
    public async Task Of_several_hosts_the_one_that_is_there_is_used()
    {
        await SeedAsync(devices: 1, vms: 1);
        var replica = await OpenAsync(
            through: new Npgsql.NpgsqlConnectionStringBuilder(
                ConnectionString) { Host = $"127.0.0.1:1,127.0.0.1:{Server.Port}" }.ConnectionString);
        (await replica.AskAsync(Lab.Note(0, "x"))).Event!.Sequence.ShouldBe(1);
    }

    [SkippableFact]
    public async Task An_idle_replica_notices_too()
    {
        await SeedAsync(devices: 1, vms: 1);
        var proxy = Keep(new LossyProxy(ConnectionString));
        var replica = await OpenAsync(through: proxy.ConnectionString);
        await Task.Delay(100);
        proxy.Freeze();
        await EventuallyAsync(() => Task.FromResult(!replica.Database.IsAvailable), "known to be away");
    }
}
