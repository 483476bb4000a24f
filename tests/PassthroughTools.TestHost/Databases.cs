using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.State;

namespace PassthroughTools.TestHost;

/// <summary>
/// Databases of one PostgreSQL server, which are used again and again: to make one takes longer than to empty it.
/// </summary>
internal sealed class Databases : IAsyncDisposable
{
    private readonly PostgresCluster cluster = new(isDurable: false);
    private readonly Stack<string> free = [];
    private int made;

    /// <summary>A database that holds what a local store holds.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> TakeAsync(string store)
    {
        if (cluster.Port == 0) await cluster.CreateAsync();
        if (!free.TryPop(out var database)) database = await MakeAsync();
        await ExecuteAsync(database, "drop schema if exists passthroughtools cascade");
        var storage = await PostgresStorage.OpenAsync(database, Catalog.BuiltIn, NullLoggerFactory.Instance,
            CancellationToken.None);
        await storage.DisposeAsync();
        using var local = JsonStoreBackend.Open(store, Catalog.BuiltIn, "");
        var read = await local.ReadAsync(CancellationToken.None);

        // A database has every event since its beginning: what the store had before is where this one begins.
        var state = InventoryState.Create(read.Catalog, "", 0, read.NextId, [.. read.Clusters.Values], [.. read.Hosts.Values],
            [.. read.VMs.Values]);
        await ExecuteAsync(
            database,
            "insert into passthroughtools.snapshot (revision, body) values ($1, $2)",
            new NpgsqlParameter<long> { TypedValue = state.Revision },
            new NpgsqlParameter<byte[]> { TypedValue = SnapshotTable.Pack(state) });
        return database;
    }

    /// <summary>The database is used no more.</summary>
    public void GiveBack(string database) => free.Push(database);

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    private async Task<string> MakeAsync()
    {
        var name = FormattableString.Invariant($"lab{++made}");
        await ExecuteAsync(cluster.ConnectionString("postgres"), $"create database {name}");
        return cluster.ConnectionString(name);
    }

    private static async Task ExecuteAsync(string database, string text, params NpgsqlParameter[] parameters)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(text, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync();
    }
}
