using System.Diagnostics;
using Npgsql;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.Errors;
using PassthroughTools.Text;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>
/// Tokens in a database. They are kept in memory, and read again when a replica says that it has changed them, or after two
/// seconds. While the database is away those that are known stay good until they expire: reads go on then, and nothing can be
/// changed by them.
/// </summary>
internal sealed class PostgresTokenStore : ITokenStore
{
    private const string ReadText = "select id, name, role, salt, hash, iterations, created, expires, revoked from "
        + "passthroughtools.token order by created, id";

    private const string AddText = """
        with added as (
            insert into passthroughtools.token (id, name, role, salt, hash, iterations, created, expires, revoked)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (id) do nothing
            returning id)
        select pg_notify($10, '') from added
        """;

    private const string RevokeText = """
        with revoked as (
            update passthroughtools.token set revoked = coalesce(revoked, $2)
            where id = $1 or (name = $1 and not exists (select 1 from passthroughtools.token where id = $1))
            returning id)
        select pg_notify($3, '') where exists (select 1 from revoked)
        """;

    private const string AddFirstText = """
        with added as (
            insert into passthroughtools.token (id, name, role, salt, hash, iterations, created, expires, revoked)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9
            where not exists (
                select 1 from passthroughtools.token where role = $3 and revoked is null and (expires is null or expires > $7))
            returning id)
        select pg_notify($10, '') from added
        """;

    private const string ExchangeText = """
        with used as (
            update passthroughtools.token set revoked = $7
            where id = $11 and revoked is null and (expires is null or expires > $7)
            returning id),
        added as (
            insert into passthroughtools.token (id, name, role, salt, hash, iterations, created, expires, revoked)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9 from used
            returning id)
        select pg_notify($10, '') from added
        """;

    /// <summary>For how long a revocation may go unnoticed where its announcement was lost.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    private readonly PostgresDatabase database;
    private readonly SharedRun refresh;
    private int changes;
    private volatile Known? known;

    /// <summary>A store in a database.</summary>
    public PostgresTokenStore(PostgresDatabase database)
    {
        this.database = database;
        refresh = new SharedRun(RefreshAsync);
        database.On(Channels.Tokens, _ => Interlocked.Increment(ref changes));
    }

    public async Task<IReadOnlyList<AccessToken>> ReadAsync(CancellationToken cancellationToken)
    {
        if (known is { } last && (IsFresh(last) || !database.IsAvailable)) return last.Tokens;
        try
        {
            return await ReadNowAsync(cancellationToken);
        }
        catch (PassthroughException e) when (e.Id == ErrorId.ServerUnreachable && known is not null)
        {
            return known.Tokens;
        }
    }

    public async Task AddAsync(AccessToken token, CancellationToken cancellationToken)
    {
        // Where the answer was lost the row may be there already: it is this token's then, or another's.
        await RunAsync(AddText, cancellationToken, token.Id, token.Name, token.Role.Text(), token.Salt, token.Hash,
            token.Iterations, token.Created, token.Expires, token.Revoked, Channels.Tokens);
        var tokens = await ReadNowAsync(cancellationToken);
        if (tokens.Find(token.Id) is not { } kept || !kept.HasSecretOf(token)) tokens.Adding(token);
    }

    public async Task<IReadOnlyList<AccessToken>> RevokeAsync(string idOrName, DateTimeOffset time,
        CancellationToken cancellationToken)
    {
        (await ReadNowAsync(cancellationToken)).Matching(idOrName);
        await RunAsync(RevokeText, cancellationToken, idOrName, time.ToUniversalTime(), Channels.Tokens);
        return (await ReadNowAsync(cancellationToken)).Matching(idOrName);
    }

    public Task<bool> AddFirstAsync(AccessToken token, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeIfAsync(AddFirstText, token, null, cancellationToken);

    public Task<bool> ExchangeAsync(string id, AccessToken token, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeIfAsync(ExchangeText, token, id, cancellationToken);

    /// <summary>Changes what only one of several servers may, each of which sees what those before it did.</summary>
    private async Task<bool> ChangeIfAsync(string text, AccessToken token, string? id, CancellationToken cancellationToken)
    {
        bool isChanged = await database.RunAsync(
            async connection =>
            {
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_advisory_xact_lock($1)")
                {
                    Parameters = { new NpgsqlParameter<long> { TypedValue = AdvisoryLock.FirstToken } },
                });
                var change = new NpgsqlBatchCommand(text);
                object?[] values =
                [
                    token.Id, token.Name, token.Role.Text(), token.Salt, token.Hash, token.Iterations,
                    token.Created, token.Expires, token.Revoked, Channels.Tokens,
                    .. id is null ? (object?[])[] : [id],
                ];
                foreach (var value in values) change.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
                batch.BatchCommands.Add(change);
                await using var reader = await batch.ExecuteReaderAsync();
                await reader.NextResultAsync();
                return await reader.ReadAsync();
            },
            cancellationToken);
        Interlocked.Increment(ref changes);
        return isChanged;
    }

    private async Task<IReadOnlyList<AccessToken>> ReadNowAsync(CancellationToken cancellationToken)
    {
        await refresh.JoinAsync().WaitAsync(cancellationToken);
        return known!.Tokens;
    }

    private bool IsFresh(Known last) =>
        last.Changes == Volatile.Read(ref changes) && Stopwatch.GetElapsedTime(last.Began) < MaxAge;

    private async Task RefreshAsync()
    {
        int seen = Volatile.Read(ref changes);
        long began = Stopwatch.GetTimestamp();
        var tokens = await database.RunAsync(LoadAsync, CancellationToken.None);
        known = new Known(known is { } last && AreSame(last.Tokens, tokens) ? last.Tokens : tokens, seen, began);
    }

    private async Task<IReadOnlyList<AccessToken>> LoadAsync(NpgsqlConnection connection)
    {
        var tokens = new List<AccessToken>();
        await using var command = new NpgsqlCommand(ReadText, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) tokens.Add(TokenOf(reader));
        return tokens;
    }

    private AccessToken TokenOf(NpgsqlDataReader row)
    {
        try
        {
            var token = new AccessToken
            {
                Id = row.GetString(0),
                Name = row.GetString(1),
                Role = TokenRoles.Parse(row.GetString(2)) ?? throw Unknown(row.GetString(0), row.GetString(2)),
                Salt = row.GetFieldValue<byte[]>(3),
                Hash = row.GetFieldValue<byte[]>(4),
                Iterations = row.GetInt32(5),
                Created = row.GetFieldValue<DateTimeOffset>(6),
                Expires = TimeOf(row, 7),
                Revoked = TimeOf(row, 8),
            };
            token.Check();
            return token;
        }
        catch (FormatException e)
        {
            throw new PassthroughException(
                ErrorId.StoreCorrupt,
                $"The tokens in database {database.Name} are damaged: {Reason.Of(e.Message)}. Nothing was changed. Correct or "
                + "delete the row of passthroughtools.token.",
                database.Name,
                e);
        }
    }

    private PassthroughException Unknown(string id, string role) => new(
        ErrorId.StoreVersionUnsupported,
        $"Token '{Reason.Of(id)}' in database {database.Name} has the role '{Reason.Of(role)}', which a newer version wrote. "
        + "Nothing was changed. Update the server; a role that was written by hand is reader, operator or admin.",
        database.Name);

    private async Task RunAsync(string text, CancellationToken cancellationToken, params object?[] values)
    {
        await database.RunAsync(
            async connection =>
            {
                await using var command = new NpgsqlCommand(text, connection);
                foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
                return await command.ExecuteNonQueryAsync();
            },
            cancellationToken);
        Interlocked.Increment(ref changes);
    }

    private static DateTimeOffset? TimeOf(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    private static bool AreSame(IReadOnlyList<AccessToken> tokens, IReadOnlyList<AccessToken> others) =>
        tokens.Count == others.Count
        && tokens.Zip(others)
            .All(static pair => pair.First.HasSecretOf(pair.Second)
                && pair.First with { Salt = pair.Second.Salt, Hash = pair.Second.Hash } == pair.Second);

    /// <summary>The tokens, after how many changes and when they were asked for.</summary>
    private sealed record Known(IReadOnlyList<AccessToken> Tokens, int Changes, long Began);
}
