using System.Diagnostics;
using Npgsql;
using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage.Support;

/// <summary>A test with a database that begins empty, and replicas on it.</summary>
[Collection(PostgresCollection.Name)]
public abstract class PostgresTest(PostgresServer server) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> opened = [];

    private protected PostgresServer Server => server;

    private protected string ConnectionString { get; private set; } = "";

    private protected InventoryState Seed { get; private set; } = Lab.Of(0, 0);

    public async Task InitializeAsync() => ConnectionString = await server.EmptyDatabaseAsync();

    public async Task DisposeAsync()
    {
        foreach (var one in opened) await one.DisposeAsync();
    }

    private protected async Task<Replica> OpenAsync(TimeSpan? patience = null, int snapshotEvery = 1000,
        string? through = null) =>
        Keep(await Replica.OpenAsync(through ?? ConnectionString, patience, snapshotEvery));

    private protected T Keep<T>(T disposable)
        where T : IAsyncDisposable
    {
        opened.Add(disposable);
        return disposable;
    }

    /// <summary>A replica of a database that begins with an inventory.</summary>
    private protected async Task<Replica> OpenAsync(int devices, int vms, TimeSpan? patience = null, int snapshotEvery = 1000)
    {
        await SeedAsync(devices, vms);
        return await OpenAsync(patience, snapshotEvery);
    }

    private protected async Task SeedAsync(int devices, int vms)
    {
        await using (await PostgresDatabase.OpenAsync(ConnectionString, new RecordingLog(), default))
        {
            Seed = Lab.Of(devices, vms);
            await QueryAsync("insert into passthroughtools.snapshot (revision, body) values (0, $1)", SnapshotTable.Pack(Seed));
        }
    }

    /// <summary>The first column of a query's answer.</summary>
    private protected async Task<List<object>> QueryAsync(string text, params object[] values)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(text, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<object>();
        while (await reader.ReadAsync()) found.Add(reader.GetValue(0));
        return found;
    }

    /// <summary>The journal has no gaps, and makes the state of each replica.</summary>
    private protected async Task<IReadOnlyList<InventoryEvent>> ShouldAgreeAsync(params IEnumerable<Replica> replicas)
    {
        var fresh = await OpenAsync();
        var events = await fresh.EventsAsync();
        events.Select(static committed => committed.Sequence)
            .ShouldBe(Enumerable.Range(1, events.Count).Select(static i => (long)i));
        var state = events.Aggregate(Seed, static (state, committed) => state.Apply(committed.Sequence, committed.Changes));
        (await fresh.ReadAsync()).ShouldBeState(state);
        foreach (var replica in replicas) (await replica.ReadAsync()).ShouldBeState(state);
        return events;
    }

    private protected static async Task EventuallyAsync(Func<Task<bool>> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), what);
            await Task.Delay(20);
        }
    }
}
