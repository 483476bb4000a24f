using PassthroughTools.Backends;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>A PostgreSQL database that holds everything, for several servers at once.</summary>
internal sealed class PostgresStorage : ServerStorage
{
    private readonly PostgresDatabase database;
    private readonly PostgresBackend backend;
    private readonly SharedRun checking;
    private readonly PostgresRefusalLog refusals;

    private PostgresStorage(PostgresDatabase database, PostgresBackend backend, ILoggerFactory logs)
    {
        this.database = database;
        checking = new SharedRun(database.CheckAsync);
        this.backend = backend;
        Tokens = new PostgresTokenStore(database);
        Refusals = refusals = new PostgresRefusalLog(database, logs.CreateLogger<PostgresRefusalLog>());
    }

    public override string Kind => "postgres";

    public override JournalBackend Backend => backend;

    public override ITokenStore Tokens { get; }

    public override IRefusalLog Refusals { get; }

    /// <summary>Connects to a database, makes its tables where there are none, and reads the inventory.</summary>
    /// <param name="connectionString">What Npgsql connects by, with user and password. No message repeats it.</param>
    /// <param name="catalog">The capability catalog that applies.</param>
    /// <param name="logs">Makes the logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PassthroughException">See <see cref="PostgresDatabase.OpenAsync"/> and
    /// <see cref="PostgresBackend.OpenAsync(PostgresDatabase, Catalog, string, ILogger, CancellationToken)"/>.</exception>
    public static async Task<PostgresStorage> OpenAsync(string connectionString, Catalog catalog, ILoggerFactory logs,
        CancellationToken cancellationToken)
    {
        var connected = await PostgresDatabase.OpenAsync(connectionString, logs.CreateLogger<PostgresDatabase>(),
            cancellationToken);
        try
        {
            var opened =
                await PostgresBackend.OpenAsync(connected, catalog, "", logs.CreateLogger<PostgresBackend>(), cancellationToken);
            var storage = new PostgresStorage(connected, opened, logs);
            await storage.KnowTokensAsync(cancellationToken);
            return storage;
        }
        catch
        {
            await connected.DisposeAsync();
            throw;
        }
    }

    public override Task CheckAsync(CancellationToken cancellationToken) => checking.JoinAsync().WaitAsync(cancellationToken);

    // The journal itself is the inventory.
    public override async Task PruneAsync(
        RetentionLimits refusals, RetentionLimits journals, CancellationToken cancellationToken)
    {
        await this.refusals.PruneAsync(refusals, cancellationToken);
        await database.RunAsync(connection => ReplacedJournals.PruneAsync(connection, journals), cancellationToken);
    }

    public override IAsyncEnumerable<InventoryEvent> EventsUpToAsync(long last, CancellationToken cancellationToken) =>
        backend.EventsUpToAsync(last, cancellationToken);

    public override async Task<InventoryEvent> RestoreAsync(RestoreRequest request, CancellationToken cancellationToken)
    {
        var committed = await new PostgresRestore(database, request, backend.ReadAsync).RunAsync(cancellationToken);
        await backend.ReadAsync(cancellationToken);
        return committed;
    }

    public override async ValueTask DisposeAsync()
    {
        Backend.Dispose();
        await database.DisposeAsync();
    }

    /// <summary>Those that are known stay good while the database is away, though nobody has asked this server before.</summary>
    private async Task KnowTokensAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Tokens.ReadAsync(cancellationToken);
        }
        catch (PassthroughException)
        {
            // Whoever asks is told, and so is /readyz.
        }
    }
}
