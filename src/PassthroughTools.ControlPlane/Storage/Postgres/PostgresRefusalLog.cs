using Npgsql;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>Refusals in a table of the database. Those that come while others are being written go together.</summary>
internal sealed class PostgresRefusalLog : IRefusalLog
{
    // Numbers are given in the order in which they become visible: who reads on after the last one that he has misses none.
    private const string AddText = """
        with turn as materialized (select pg_advisory_xact_lock($10))
        insert into passthroughtools.refusal (time, actor, source, request_id, request_key, operation, error_id, message)
        select r.time, r.actor, r.source, r.request_id, r.request_key, r.operation, r.error_id, r.message
        from turn, unnest(
            $1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::integer[])
            as r (time, actor, source, request_id, request_key, operation, error_id, message, place)
        order by r.place
        """;

    private const string ReadText = """
        select number, time, actor, source, request_id, request_key, operation, error_id, message
        from passthroughtools.refusal where number > $1 order by number limit $2
        """;

    private const string ReadBeforeText = """
        select * from (
            select number, time, actor, source, request_id, request_key, operation, error_id, message
            from passthroughtools.refusal where number < $1 order by number desc limit $2) as newest
        order by number
        """;

    private const string PruneText = """
        delete from passthroughtools.refusal where time < $1 or number <= (
            select max(number) from (
                select number, sum(pg_column_size(r)) over (order by number desc) as bytes
                from passthroughtools.refusal r) as sized
            where bytes > $2)
        """;

    // What the largest table allowed takes to be added up.
    private const int PruneSeconds = 60;

    private readonly PostgresDatabase database;
    private readonly ILogger log;
    private readonly SharedRun writing;
    private readonly Lock gate = new();
    private List<Refusal> waiting = [];

    /// <summary>A log in a database.</summary>
    public PostgresRefusalLog(PostgresDatabase database, ILogger<PostgresRefusalLog> log)
    {
        this.database = database;
        this.log = log;
        writing = new SharedRun(WriteAsync);
    }

    public Task AddAsync(Refusal refusal, CancellationToken cancellationToken)
    {
        lock (gate) waiting.Add(refusal);
        return writing.JoinAsync().WaitAsync(cancellationToken);
    }

    public Task<IReadOnlyList<Refusal>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        ReadAsync(ReadText, after, limit, cancellationToken);

    public Task<IReadOnlyList<Refusal>> ReadBeforeAsync(long before, int limit, CancellationToken cancellationToken) =>
        ReadAsync(ReadBeforeText, before, limit, cancellationToken);

    private Task<IReadOnlyList<Refusal>> ReadAsync(string text, long number, int limit, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<Refusal>>(
            async connection =>
            {
                await using var command =
                    new NpgsqlCommand(text, connection) { Parameters = { Parameter(number), Parameter((long)limit) } };
                await using var reader = await command.ExecuteReaderAsync();
                var found = new List<Refusal>();
                while (await reader.ReadAsync()) found.Add(RefusalOf(reader));
                return found;
            },
            cancellationToken);

    /// <summary>Removes what is older or more than is to be kept.</summary>
    public Task PruneAsync(RetentionLimits limits, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(PruneText, connection)
            {
                CommandTimeout = PruneSeconds,
                Parameters = { Parameter(limits.Age is { } age ? DateTime.UtcNow - age : DateTime.UnixEpoch),
                    Parameter(limits.Bytes ?? long.MaxValue) },
            };
            return await command.ExecuteNonQueryAsync();
        },
        cancellationToken,
        TimeSpan.FromSeconds(PruneSeconds));

    private async Task WriteAsync()
    {
        List<Refusal> refusals;
        lock (gate) (refusals, waiting) = (waiting, []);
        try
        {
            // One that is written twice, since the first answer was lost, is better than one that is not.
            await database.RunAsync(connection => InsertAsync(connection, refusals), CancellationToken.None);
        }
        catch (Exception e) when (e is PassthroughException or ObjectDisposedException or OperationCanceledException)
        {
            foreach (var refusal in refusals) PostgresLog.RefusalNotWritten(log, e.Message, refusal.ToString());
        }
    }

    private static async Task<int> InsertAsync(NpgsqlConnection connection, List<Refusal> refusals)
    {
        await using var command = new NpgsqlCommand(AddText, connection);
        command.Parameters.Add(Parameter(refusals.Select(static refusal => refusal.Time.ToUniversalTime()).ToArray()));
        command.Parameters.Add(Column(refusals, static refusal => refusal.Actor));
        command.Parameters.Add(Column(refusals, static refusal => refusal.Source));
        command.Parameters.Add(Column(refusals, static refusal => refusal.RequestId));
        command.Parameters.Add(Column(refusals, static refusal => refusal.Key));
        command.Parameters.Add(Column(refusals, static refusal => refusal.Operation));
        command.Parameters.Add(Column(refusals, static refusal => refusal.Id));
        command.Parameters.Add(Column(refusals, static refusal => refusal.Message));
        command.Parameters.Add(Parameter(Enumerable.Range(0, refusals.Count).ToArray()));
        command.Parameters.Add(Parameter(AdvisoryLock.Refusals));
        return await command.ExecuteNonQueryAsync();
    }

    private static Refusal RefusalOf(NpgsqlDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Time = row.GetDateTime(1),
        Actor = TextOf(row, 2),
        Source = TextOf(row, 3),
        RequestId = row.GetString(4),
        Key = TextOf(row, 5),
        Operation = row.GetString(6),
        Id = row.GetString(7),
        Message = row.GetString(8),
    };

    private static string? TextOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static NpgsqlParameter<string?[]> Column(List<Refusal> refusals, Func<Refusal, string?> value) =>
        Parameter(refusals.Select(refusal => JournalRow.Storable(value(refusal))).ToArray());

    private static NpgsqlParameter<T> Parameter<T>(T value) => new() { TypedValue = value };
}
