using Npgsql;
using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.Errors;
using PassthroughTools.State;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>Puts a backup in the place of what a database has, in one transaction, for which other servers' changes
/// wait.</summary>
/// <param name="database">The database.</param>
/// <param name="request">What is restored.</param>
/// <param name="read">Reads the inventory that is there, over a connection.</param>
internal sealed class PostgresRestore(PostgresDatabase database, RestoreRequest request, Func<NpgsqlConnection,
    Task<InventoryState>> read)
{
    private const int ChunkLength = 500;

    // What takes as long as it takes: the rows of years may go.
    private const int Seconds = 600;

    private const string AddTokensText = """
        insert into passthroughtools.token (id, name, role, salt, hash, iterations, created, expires, revoked)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (id) do nothing
        """;

    private readonly Guid batch = Guid.NewGuid();

    /// <summary>Restores it.</summary>
    /// <returns>The event that tells of it.</returns>
    /// <exception cref="PassthroughException">NameInUse, ServerUnreachable, StoreWriteFailed.</exception>
    public async Task<InventoryEvent> RunAsync(CancellationToken cancellationToken)
    {
        bool isSent = false;
        try
        {
            await using var connection = await database.ConnectAsync();
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, "lock table passthroughtools.journal, passthroughtools.snapshot in exclusive mode",
                cancellationToken);
            var before = await read(connection);
            long sequence = RestoredRevision.Of(before, request.Backup.State, request.Overwrite, database.Name);
            var committed = request.Event(sequence, before, ReplacedJournals.NameOf(sequence));
            if (!before.IsNew) await ExecuteAsync(connection, ReplacedJournals.KeepText(sequence), cancellationToken);
            await ExecuteAsync(connection, "delete from passthroughtools.journal", cancellationToken);
            foreach (var events in request.Backup.Events().Append(committed).Chunk(ChunkLength))
                await JournalTable.InsertAsync(connection, [.. events.Select(JournalRow.Of)], batch, before: null);
            await SnapshotTable.ReplaceAsync(connection, request.Backup.State.InPlaceOf(before, committed.Sequence));
            foreach (var token in request.Backup.Tokens) await AddAsync(connection, token, cancellationToken);
            await ExecuteAsync(connection, $"notify {Channels.Tokens}", cancellationToken);
            isSent = true;
            await transaction.CommitAsync(CancellationToken.None);
            return committed;
        }
        catch (Exception e) when (DatabaseFault.IsAway(e) || e is PostgresException)
        {
            throw DatabaseFault.Of(e, database.Name, isSent ? "Whether the backup was restored is not known: read the inventory."
                : "Nothing was changed. Restore again when it is back.");
        }
    }

    private static async Task AddAsync(NpgsqlConnection connection, AccessToken token, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(AddTokensText, connection);
        object?[] values = [token.Id, token.Name, token.Role.Text(), token.Salt, token.Hash, token.Iterations, Utc(token.Created),
            Utc(token.Expires), Utc(token.Revoked)];
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        await command.ExecuteNonQueryAsync(cancellationToken);

        static DateTimeOffset? Utc(DateTimeOffset? time) => time?.ToUniversalTime();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = Seconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
