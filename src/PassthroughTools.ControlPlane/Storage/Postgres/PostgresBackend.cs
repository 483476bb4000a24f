using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using PassthroughTools.Backends;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.State;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>
/// The inventory in a PostgreSQL database, for several servers at once. Each keeps it in memory and asks the journal for what is
/// new. A change is one insert, whose number is the primary key: where two servers take one number, one is refused it and decides
/// again. While the database is away, reads go on from memory and changes are refused.
/// </summary>
internal sealed class PostgresBackend : JournalBackend
{
    /// <summary>How long a change that has begun waits for a database that went away.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(10);

    /// <summary>After how many events there is a snapshot.</summary>
    public const int DefaultSnapshotEvery = 1000;

    // Changes of others are announced; this is for an announcement that was lost.
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(2);

    private readonly PostgresDatabase database;
    private readonly KnownJournal journal;
    private readonly SharedRun refresh;
    private readonly CommitQueue queue;
    private readonly SnapshotKeeper snapshots;
    private readonly TimeSpan patience;
    private readonly ILogger log;

    private PostgresBackend(PostgresDatabase database, KnownJournal journal, ILogger log, TimeSpan patience, int snapshotEvery)
    {
        this.database = database;
        this.journal = journal;
        this.log = log;
        this.patience = patience;
        refresh = new SharedRun(RefreshAsync);
        queue = new CommitQueue(CommitAsync);
        snapshots = new SnapshotKeeper(database, snapshotEvery, log);
        database.On(Channels.Journal, Heard);
    }

    public override string Target => database.Name;

    /// <summary>Reads the inventory of a database.</summary>
    /// <param name="database">The database; it stays open when this is disposed of.</param>
    /// <param name="catalog">The capability catalog that applies.</param>
    /// <param name="origin">What the Uids of its objects begin with.</param>
    /// <param name="log">What is told of failures that are no request's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported, ServerUnreachable.</exception>
    public static Task<PostgresBackend> OpenAsync(PostgresDatabase database, Catalog catalog, string origin, ILogger log,
        CancellationToken cancellationToken) =>
        OpenAsync(database, catalog, origin, log, DefaultPatience, DefaultSnapshotEvery, cancellationToken);

    /// <summary>As above, with another patience and other snapshots than usual: what proves them.</summary>
    public static async Task<PostgresBackend> OpenAsync(
        PostgresDatabase database, Catalog catalog, string origin, ILogger log, TimeSpan patience, int snapshotEvery,
        CancellationToken cancellationToken)
    {
        var loaded = await database.RunAsync(
            connection => KnownJournal.LoadAsync(connection, database.Name, catalog, origin, log), cancellationToken,
            Timeout.InfiniteTimeSpan);
        return new PostgresBackend(database, loaded, log, patience, snapshotEvery);
    }

    public override async Task<InventoryState> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (database.IsAvailable) await refresh.JoinAsync().WaitAsync(cancellationToken);
        }
        catch (PassthroughException e) when (e.Id == ErrorId.ServerUnreachable)
        {
            // Read-only while it is away: what is known is better than nothing.
        }

        return journal.Position.State;
    }

    public override Task<Commit> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            database.ThrowIfAway();
        }
        catch (PassthroughException e)
        {
            return Task.FromException<Commit>(e);
        }

        return queue.AddAsync(request, cancellationToken);
    }

    public override async Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken)
    {
        long last = (await ReadAsync(cancellationToken)).Revision;
        if (journal.After(after) is { } remembered) return remembered;
        var (asked, events) = (after, new List<InventoryEvent>());
        while (after < last)
        {
            var page = await database.RunAsync(connection => journal.ReadEventsAsync(connection, after), cancellationToken);
            if (page.Count == 0) break;
            events.AddRange(page);
            after = page[^1].Sequence;
        }

        return EventFeed.Following(asked, events);
    }

    public override async Task<IReadOnlyList<InventoryEvent>> ReadPageAsync(
        long after, int most, CancellationToken cancellationToken)
    {
        long last = (await ReadAsync(cancellationToken)).Revision;
        if (journal.After(after) is { } remembered) return [.. remembered.Take(most)];

        // Only a restore leaves a number out: see EventFeed.Following.
        if (after > 0) after = Math.Max(after, await database.RunAsync(JournalTable.LastRestoreAsync, cancellationToken) - 1);
        var events = new List<InventoryEvent>();
        while (after < last && events.Count < most)
        {
            var page = await database.RunAsync(connection => journal.ReadEventsAsync(connection, after), cancellationToken);
            if (page.Count == 0) break;
            events.AddRange(page.Take(most - events.Count));
            after = page[^1].Sequence;
        }

        return events;
    }

    /// <summary>All events up to a revision, the oldest first, of which one page at a time is in memory.</summary>
    public async IAsyncEnumerable<InventoryEvent> EventsUpToAsync(long last,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long after = 0; after < last;)
        {
            var page = await database.RunAsync(connection => journal.ReadEventsAsync(connection, after), cancellationToken);
            foreach (var committed in page.TakeWhile(committed => committed.Sequence <= last))
            {
                yield return committed;
                after = committed.Sequence;
            }

            if (after < last && (page.Count == 0 || page[^1].Sequence > last))
                throw new PassthroughException(ErrorId.ConcurrentChange,
                    $"The inventory in database {database.Name} was restored meanwhile. Ask again.", database.Name);
        }
    }

    /// <summary>What a connection that keeps others from changing it sees.</summary>
    public async Task<InventoryState> ReadAsync(NpgsqlConnection connection)
    {
        await journal.CatchUpAsync(connection, []);
        return journal.Position.State;
    }

    public override Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken) =>
        EventFeed.FollowAsync(this, journal.Changed, WatchInterval, after, next, cancellationToken);

    public override async Task<Commit?> FindAsync(RequestKey asked, CancellationToken cancellationToken)
    {
        if (asked.Actor is null || !JournalRow.CanBeKey(asked.Actor, asked.Key))
            return await base.FindAsync(asked, cancellationToken);
        var found = await database.RunAsync(connection => journal.CatchUpAsync(connection, [asked]), cancellationToken);
        return found.TryGetValue(asked, out var committed) ? new Commit(journal.Position.State, committed) : null;
    }

    private async Task RefreshAsync() => await database.RunAsync(
        connection => journal.CatchUpAsync(connection, []), CancellationToken.None);

    private async Task CommitAsync(IReadOnlyList<PendingCommit> requests)
    {
        database.ThrowIfAway();
        await new BatchCommit(database, journal, requests, patience).RunAsync();
        snapshots.Consider(journal.Position);
    }

    private void Heard(string? payload)
    {
        if (long.TryParse(payload, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            && sequence <= journal.Position.State.Revision) return;
        _ = CatchUpAsync();
    }

    private async Task CatchUpAsync()
    {
        try
        {
            await refresh.JoinAsync();
        }
        catch (PassthroughException e)
        {
            PostgresLog.NotRead(log, e.Message);
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
        {
            // The server stops.
        }
    }
}
