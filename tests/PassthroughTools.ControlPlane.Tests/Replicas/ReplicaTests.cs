using PassthroughTools.Backends.ControlPlane;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Replicas;

/// <summary>
/// The server's program in processes of its own: two on one database, or one on a local store, while clients fight over devices.
/// </summary>
public sealed class ReplicaTests(PostgresServer database) : IClassFixture<PostgresServer>
{
    private const int Clients = 8;
    private static readonly int OperationsOfAClient = LongRun.Times(sample: 80, whole: 1000), All = Clients * OperationsOfAClient;

    [SkippableFact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task Two_replicas_give_each_device_to_one_owner_and_lose_nothing_though_one_is_killed_and_the_database_restarts()
    {
        var connection = await database.EmptyDatabaseAsync();
        var token = await ServerProcess.CreateTokenAsync("postgres", connection, "fighter", "admin");
        using var first = new ServerProcess("postgres", connection);
        using var second = new ServerProcess("postgres", connection);
        await Task.WhenAll(first.StartAsync(), second.StartAsync());
        await using var balancer = new LoadBalancer(first.Port, second.Port);
        var fight = new Fight(balancer.Address, token);
        await fight.PrepareAsync(Clients);

        var fighting = fight.RunAsync(Clients, OperationsOfAClient);
        await ReachAsync(fight, All * 3 / 10, fighting);
        await first.KillAsync();
        await ReachAsync(fight, All * 45 / 100, fighting);
        await first.StartAsync();
        await ReachAsync(fight, All * 6 / 10, fighting);
        await database.StopAsync();
        await Task.Delay(500);
        await database.StartAsync();
        await fighting;

        // The fight may have ended at one while the other still waits for the database: that one says 503, and connecting asks
        // for 2 s.
        await Task.WhenAll(first.BeReadyAsync(), second.BeReadyAsync());
        using var one = await ConnectAsync(first.Port, token);
        using var other = await ConnectAsync(second.Port, token);
        StateRoutes.Document(await one.ReadAsync(CancellationToken.None))
            .ShouldBe(StateRoutes.Document(await other.ReadAsync(CancellationToken.None)));
        var journal = await one.ReadEventsAsync(0, CancellationToken.None);
        fight.Check(journal);
        fight.Asked.ShouldBe(All);
        (await other.ReadEventsAsync(0, CancellationToken.None)).Count.ShouldBe(journal.Count);
        foreach (var replica in (ControlPlaneBackend[])[one, other])
        {
            var attached = await replica.AttachAsync(journal[^1].Request!.Key!, CancellationToken.None);
            (await attached!.Ended).Event.ShouldBe(journal[^1].Sequence);
        }
    }

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task A_server_on_a_local_store_that_is_killed_and_started_again_loses_nothing()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("passthroughtools-kill-");
        try
        {
            var store = System.IO.Path.Combine(folder.FullName, "lab.json");
            using var server = new ServerProcess(store);
            await server.StartAsync();
            var token = await ServerProcess.CreateTokenAsync(store, null, "fighter", "admin");
            var fight = new Fight(new Uri($"http://127.0.0.1:{server.Port}"), token);
            await fight.PrepareAsync(Clients);

            var fighting = fight.RunAsync(Clients, OperationsOfAClient);
            foreach (int moment in new[] { All * 15 / 100, All * 4 / 10, All * 65 / 100 })
            {
                await ReachAsync(fight, moment, fighting);
                await server.KillAsync();
                await server.StartAsync();
            }

            await fighting;
            using var client = await ConnectAsync(server.Port, token);
            fight.Check(await client.ReadEventsAsync(0, CancellationToken.None));
            fight.Asked.ShouldBe(All);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Waits until so many operations were answered.</summary>
    private static async Task ReachAsync(Fight fight, int count, Task fighting)
    {
        while (fight.Asked < count)
        {
            if (fighting.IsCompleted) await fighting;
            await Task.Delay(5);
        }
    }

    private static Task<ControlPlaneBackend> ConnectAsync(int port, string token) => ControlPlaneBackend.ConnectAsync(
        new ControlPlaneOptions { Address = new Uri($"http://127.0.0.1:{port}"), Token = token }, Catalog.BuiltIn, static _ => "",
        CancellationToken.None);
}
