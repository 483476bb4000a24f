using Npgsql;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>A PostgreSQL database with this store's tables, and whether it answers.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    // As much as a change may be, and nothing that compresses; it is taken back.
    private const string ProbeText = """
        insert into passthroughtools.refusal (time, request_id, operation, error_id, message)
        select now(), '', '', '', string_agg(md5(number::text || random()), '') from generate_series(1, 512) number
        """;

    private const string NothingChanged = "Nothing changed. Ask again when it is back.";

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(ConnectionText.AnswerSeconds);

    private readonly CancellationTokenSource stopping = new();
    private readonly NpgsqlDataSource source;
    private readonly DatabaseAvailability availability;
    private readonly NotificationListener notifications;
    private readonly Task listening;
    private volatile bool isDoubtful;

    private PostgresDatabase(NpgsqlDataSource source, string name, ILogger log)
    {
        this.source = source;
        Name = name;
        availability = new DatabaseAvailability(name, ProbeAsync, log, stopping.Token);
        notifications = new NotificationListener(source, WatchAsync, stopping.Token);
        listening = Task.Run(notifications.RunAsync);
    }

    /// <summary>The database as host:port/database, without user and password.</summary>
    public string Name { get; }

    /// <summary>Whether it answered when it was last asked.</summary>
    public bool IsAvailable => availability.Fault is null;

    /// <summary>Connects, and brings the tables to this version.</summary>
    /// <param name="connectionString">What Npgsql connects by, with user and password.</param>
    /// <param name="log">What is told of losses.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PassthroughException">
    /// ValueInvalid: the connection string cannot be understood; ServerUnreachable, AuthenticationFailed, StoreNotFound,
    /// StoreAccessDenied; StoreVersionUnsupported: a newer version made the tables.
    /// </exception>
    public static async Task<PostgresDatabase> OpenAsync(string connectionString, ILogger log,
        CancellationToken cancellationToken)
    {
        var settings = ConnectionText.Parse(connectionString);
        var name = ConnectionText.NameOf(settings);
        var made = NpgsqlDataSource.Create(settings);
        try
        {
            var connection = await made.OpenConnectionAsync(cancellationToken);
            await using (connection) await Schema.MigrateAsync(connection, name, cancellationToken);
            return new PostgresDatabase(made, name, log);
        }
        catch (Exception e)
        {
            await made.DisposeAsync();
            if (e is NpgsqlException || DatabaseFault.IsAway(e)) throw DatabaseFault.AtOpening(e, name);
            throw;
        }
    }

    /// <summary>Names who hears a channel; see <see cref="NotificationListener.On"/>.</summary>
    public void On(string channel, Action<string?> heard) => notifications.On(channel, heard);

    /// <summary>Does what may be done twice: a lost connection is replaced once.</summary>
    /// <param name="work">The work. It may go on after it was given up, with its connection.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="limit">After how long the database counts as away; two seconds unless given.</param>
    /// <exception cref="PassthroughException">It cannot be done. ServerUnreachable: the database is away.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken,
        TimeSpan? limit = null)
    {
        ThrowIfAway();
        try
        {
            try
            {
                return await OnceAsync(work, limit, cancellationToken);
            }
            catch (Exception e) when (DatabaseFault.IsAway(e) && !DatabaseFault.IsTimeout(e))
            {
                // A database that was restarted since leaves broken connections behind: a new one tells.
                return await OnceAsync(work, limit, cancellationToken);
            }
        }
        catch (Exception e) when (DatabaseFault.IsAway(e))
        {
            Lost(e);
            throw DatabaseFault.Of(e, Name, NothingChanged);
        }
        catch (PostgresException e)
        {
            Refused(e);
            throw DatabaseFault.Of(e, Name, NothingChanged);
        }
    }

    /// <summary>
    /// The database refused a change: where its disk is why, whether it takes changes is to be tried before it is told.
    /// </summary>
    public void Refused(PostgresException why) => isDoubtful |= DatabaseFault.IsDisks(why);

    /// <summary>A connection for what must not be done twice; its faults are the caller's to understand.</summary>
    public ValueTask<NpgsqlConnection> ConnectAsync() => source.OpenConnectionAsync(stopping.Token);

    /// <summary>The database does not answer: until it does, nobody need wait for it.</summary>
    public void Lost(Exception why)
    {
        // The other connections are no better, and each would have to be found out.
        source.Clear();
        availability.Lost(why);
    }

    /// <summary>Refuses at once what a database that is away could not do.</summary>
    /// <exception cref="PassthroughException">ServerUnreachable.</exception>
    public void ThrowIfAway()
    {
        if (availability.Fault is { } fault) throw DatabaseFault.Of(fault, Name, NothingChanged);
    }

    /// <summary>Finds out whether it answers and takes changes.</summary>
    /// <exception cref="PassthroughException">
    /// ServerUnreachable: it is away; StoreWriteFailed: it is read-only, or its disk is full.
    /// </exception>
    public async Task CheckAsync()
    {
        bool isReadOnly = await RunAsync(
            static async connection =>
            {
                await using var command = new NpgsqlCommand("select current_setting('transaction_read_only')::boolean",
                    connection);
                return await command.ExecuteScalarAsync() is true;
            },
            CancellationToken.None);
        if (isReadOnly)
            throw new PassthroughException(ErrorId.StoreWriteFailed,
                $"The database {Name} is read-only: it is a standby, or its administrator has made it so. Connect to the one "
                + "that takes changes.", Name);
        if (!isDoubtful) return;
        await RunAsync(WriteAsync, CancellationToken.None);
        isDoubtful = false;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();

        // It may hang on a database that does not answer.
        await listening.WaitAsync(AnswerTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await source.DisposeAsync();
        stopping.Dispose();
    }

    /// <summary>Asks for nothing but an answer.</summary>
    private Task<int> ProbeAsync() => OnceAsync(SelectAsync, null, stopping.Token);

    private async Task WatchAsync()
    {
        try
        {
            await RunAsync(SelectAsync, stopping.Token);
        }
        catch (Exception e) when (e is PassthroughException or OperationCanceledException)
        {
            // It is known to be away now, or nobody wants to know any more.
        }
    }

    // Npgsql's own timeout is followed by a request to cancel, for which a database that does not answer gets as long again:
    // nobody waits for that, and the connection ends by itself.
    private Task<T> OnceAsync<T>(Func<NpgsqlConnection, Task<T>> work, TimeSpan? limit, CancellationToken cancellationToken) =>
        ConnectedAsync(work).WaitAsync(limit ?? AnswerTime, cancellationToken);

    private async Task<T> ConnectedAsync<T>(Func<NpgsqlConnection, Task<T>> work)
    {
        await using var connection = await source.OpenConnectionAsync(stopping.Token);
        return await work(connection);
    }

    private static async Task<int> WriteAsync(NpgsqlConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(ProbeText, connection);
        int written = await command.ExecuteNonQueryAsync();
        await transaction.RollbackAsync();
        return written;
    }

    private static async Task<int> SelectAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select 1", connection);
        return await command.ExecuteNonQueryAsync();
    }
}
