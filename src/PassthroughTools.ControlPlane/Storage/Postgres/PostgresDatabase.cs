using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Npgsql;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>A PostgreSQL database with this store's tables, and whether it answers.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const string NothingChanged = "Nothing changed. Ask again when it is back.";

    private readonly CancellationTokenSource stopping = new();
    private readonly NpgsqlDataSource source;
    private readonly DatabaseAvailability availability;
    private readonly NotificationListener notifications;
    private readonly Task listening;

    private PostgresDatabase(NpgsqlDataSource source, string name, ILogger log)
    {
        this.source = source;
        Name = name;
        availability = new DatabaseAvailability(name, ProbeAsync, log, stopping.Token);
        notifications = new NotificationListener(source, Lost, stopping.Token);
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
    /// ValueInvalid: the connection string cannot be understood; ServerUnreachable, AuthenticationFailed, StoreNotFound, AccessDenied;
    /// StoreVersionUnsupported: a newer version made the tables.
    /// </exception>
    public static async Task<PostgresDatabase> OpenAsync(string connectionString, ILogger log, CancellationToken cancellationToken)
    {
        var settings = ConnectionText.Parse(connectionString);
        var name = ConnectionText.NameOf(settings);
        var made = NpgsqlDataSource.Create(settings);
        try
        {
            var connection = await made.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false)) await Schema.MigrateAsync(connection, name, cancellationToken).ConfigureAwait(false);
            return new PostgresDatabase(made, name, log);
        }
        catch (Exception e)
        {
            await made.DisposeAsync().ConfigureAwait(false);
            if (e is NpgsqlException || DatabaseFault.IsAway(e)) throw DatabaseFault.AtOpening(e, name);
            throw;
        }
    }

    /// <summary>Names who hears a channel; see <see cref="NotificationListener.On"/>.</summary>
    public void On(string channel, Action<string?> heard) => notifications.On(channel, heard);

    /// <summary>Does what may be done twice: a lost connection is replaced once.</summary>
    /// <exception cref="PassthroughException">It cannot be done. ServerUnreachable: the database is away.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        try
        {
            try
            {
                return await OnceAsync(work, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (DatabaseFault.IsAway(e) && !DatabaseFault.IsTimeout(e))
            {
                // A database that was restarted since leaves broken connections behind: a new one tells.
                return await OnceAsync(work, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (DatabaseFault.IsAway(e))
        {
            Lost(e);
            throw DatabaseFault.Of(e, Name, NothingChanged);
        }
        catch (PostgresException e)
        {
            throw DatabaseFault.Of(e, Name, NothingChanged);
        }
    }

    /// <summary>A connection for what must not be done twice; its faults are the caller's to understand.</summary>
    public ValueTask<NpgsqlConnection> ConnectAsync() => source.OpenConnectionAsync(stopping.Token);

    /// <summary>The database does not answer: until it does, nobody need wait for it.</summary>
    public void Lost(Exception why) => availability.Lost(why);

    /// <summary>Refuses at once what a database that is away could not do.</summary>
    /// <exception cref="PassthroughException">ServerUnreachable.</exception>
    public void ThrowIfAway()
    {
        if (availability.Fault is { } fault) throw DatabaseFault.Of(fault, Name, NothingChanged);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await listening.ConfigureAwait(false);
        await source.DisposeAsync().ConfigureAwait(false);
        stopping.Dispose();
    }

    private Task<bool> ProbeAsync(CancellationToken cancellationToken) => OnceAsync(SelectAsync, cancellationToken);

    private async Task<T> OnceAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var held = connection.ConfigureAwait(false);
        return await work(connection, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> SelectAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand("select 1", connection);
        await using var held = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }
}
