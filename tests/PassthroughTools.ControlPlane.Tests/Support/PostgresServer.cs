using Npgsql;
using PassthroughTools.TestHost;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Support;

/// <summary>
/// A PostgreSQL server of the tests' own, that keeps to its disk as one in earnest does. Where no PostgreSQL is installed its
/// tests are skipped, and say so.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>The password of its one account, which must not be in any message.</summary>
    public const string Password = PostgresCluster.Password;

    private readonly PostgresCluster cluster = new();

    public int Port => cluster.Port;

    public Task InitializeAsync() => PostgresCluster.IsInstalled ? cluster.CreateAsync() : Task.CompletedTask;

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    ValueTask IAsyncDisposable.DisposeAsync() => cluster.DisposeAsync();

    /// <summary>
    /// The connection string of a database without any of the store's tables: always the same one, for a crashed server syncs all
    /// its databases first. Skips the test where there is no server.
    /// </summary>
    public async Task<string> EmptyDatabaseAsync()
    {
        Skip.IfNot(
            PostgresCluster.IsInstalled,
            "SKIPPED: no PostgreSQL is installed (initdb, pg_ctl and postgres, on the PATH or in /usr/lib/postgresql/*/bin), "
            + "and nothing of the storage in it is tested.");
        var text = cluster.ConnectionString("postgres");
        await using var connection = new NpgsqlConnection(text + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("drop schema if exists passthroughtools cascade", connection);
        await command.ExecuteNonQueryAsync();
        return text;
    }

    public Task StartAsync() => cluster.StartAsync();

    /// <summary>Stops it as a loss of power does: what is not on the disk is lost.</summary>
    public Task StopAsync() => cluster.StopAsync();
}
