using Npgsql;
using PassthroughTools.Backends;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>What a replica knows of the journal, in memory, and how it learns the rest.</summary>
internal sealed class KnownJournal
{
    private readonly Lock gate = new();
    private readonly RecentEvents recent = new();

    // Older ones are looked up in the table.
    private readonly RecentKeys keys = new(RecentEvents.Capacity);
    private readonly JournalTable table;
    private readonly string database;
    private readonly Catalog catalog;
    private readonly string origin;
    private readonly ILogger log;
    private JournalPosition position;

    private KnownJournal(string database, Catalog catalog, string origin, ILogger log, JournalPosition position)
    {
        this.database = database;
        this.catalog = catalog;
        this.origin = origin;
        this.log = log;
        this.position = position;
        table = new JournalTable(database);
    }

    /// <summary>Where it stands.</summary>
    public JournalPosition Position => Volatile.Read(ref position);

    /// <summary>Wakes those who wait for the next change.</summary>
    public ChangeSignal Changed { get; } = new();

    /// <summary>Reads the newest snapshot and the events after it.</summary>
    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported.</exception>
    public static async Task<KnownJournal> LoadAsync(NpgsqlConnection connection, string database, Catalog catalog, string origin,
        ILogger log)
    {
        var state = await SnapshotTable.ReadAsync(connection, database, catalog, origin);
        var journal = new KnownJournal(database, catalog, origin, log, new JournalPosition(state, null, 0));
        await journal.CatchUpAsync(connection, []);
        return journal;
    }

    /// <summary>
    /// Learns what was committed since, and looks up earlier requests by their keys. A journal that is not the one that was
    /// known, as after a restore or a failover that lost changes, is read anew.
    /// </summary>
    /// <returns>The events of those of the requests that were committed, by their keys.</returns>
    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported.</exception>
    public async Task<IReadOnlyDictionary<RequestKey, InventoryEvent>> CatchUpAsync(
        NpgsqlConnection connection, IReadOnlyList<RequestKey> asked)
    {
        while (true)
        {
            var from = Position;
            var tail = await table.ReadTailAsync(connection, from.State.Revision, asked);
            if (!IsContinued(from, tail) || await BeginsWithBackupAsync(connection, from, tail))
                await ReadAnewAsync(connection, from);
            else if (Advance(from, tail) && !tail.IsCut) return tail.Earlier;
        }
    }

    /// <summary>
    /// Whether a batch that may have been committed is in the journal: true or false for good; null where it still may come.
    /// </summary>
    public async Task<bool?> IsCommittedAsync(NpgsqlConnection connection, SentBatch sent)
    {
        var tail = await table.ReadTailAsync(connection, sent.Base.State.Revision, []);
        if (!IsContinued(sent.Base, tail)) return false;
        return tail.Entries.Count == 0 ? null : tail.Entries[0].Batch == sent.Id;
    }

    /// <summary>A batch of this replica was committed.</summary>
    public void Committed(SentBatch sent)
    {
        lock (gate)
        {
            // A reader may have learned it from the table meanwhile.
            if (position.Reading != sent.Base.Reading || position.State.Revision != sent.Base.State.Revision) return;
            foreach (var committed in sent.Decided.Events) Remember(committed);
            Volatile.Write(ref position, position with { State = sent.Decided.State, Mark = sent.Id });
        }

        Changed.Set();
    }

    /// <summary>The event of an earlier request, if it is remembered.</summary>
    public InventoryEvent? Find(RequestKey asked)
    {
        lock (gate) return keys.Find(asked) is { } sequence ? recent.Find(sequence) : null;
    }

    /// <summary>The events after a sequence number; null where not all of them are remembered.</summary>
    public IReadOnlyList<InventoryEvent>? After(long sequence)
    {
        lock (gate)
        {
            if (sequence >= position.State.Revision) return [];
            return recent.Reaches(sequence) ? recent.After(sequence) : null;
        }
    }

    /// <summary>The next of the events after a sequence number, from the table.</summary>
    /// <exception cref="PassthroughException">StoreCorrupt: there is none, although more are known.</exception>
    public async Task<List<InventoryEvent>> ReadEventsAsync(NpgsqlConnection connection, long after)
    {
        var tail = await table.ReadTailAsync(connection, after, []);
        if (tail.Entries.Count == 0 && after < Position.State.Revision) throw table.Corrupt(after + 1, "is missing");
        return [.. tail.Entries.Select(static entry => entry.Event)];
    }

    private static bool IsContinued(JournalPosition from, JournalTail tail) =>
        !tail.HasGap && (from.State.Revision == 0 || (tail.Mark is not null && (from.Mark is null || from.Mark == tail.Mark)));

    /// <summary>Whether the first events are of a backup, whose inventory did not begin with nothing: a snapshot has
    /// it.</summary>
    private static async Task<bool> BeginsWithBackupAsync(NpgsqlConnection connection, JournalPosition from, JournalTail tail) =>
        from.State.Revision == 0 && tail.Entries.Count > 0 && await JournalTable.IsRestoredAsync(connection, first: null);

    /// <summary>
    /// Takes in events that follow a position; false where another one has been taken meanwhile that they may not follow.
    /// </summary>
    private bool Advance(JournalPosition from, JournalTail tail)
    {
        bool isNews;
        lock (gate)
        {
            if (position.Reading != from.Reading) return false;
            var news = tail.Entries.Where(entry => entry.Event.Sequence > position.State.Revision).ToList();
            var state = news.Aggregate(position.State, Apply);
            foreach (var entry in news) Remember(entry.Event);
            isNews = news.Count > 0;
            var mark = isNews ? news[^1].Batch : position.Mark ?? tail.Mark;
            Volatile.Write(ref position, position with { State = state, Mark = mark });
        }

        if (isNews) Changed.Set();
        return true;
    }

    private void Remember(InventoryEvent committed)
    {
        recent.Add(committed);
        keys.Add(committed);
    }

    private InventoryState Apply(InventoryState state, JournalEntry entry)
    {
        try
        {
            return state.Apply(entry.Event.Sequence, entry.Event.Changes);
        }
        catch (FormatException e)
        {
            throw table.Corrupt(entry.Event.Sequence, $"does not fit the inventory: {Reason.Of(e.Message)}", e);
        }
    }

    private async Task ReadAnewAsync(NpgsqlConnection connection, JournalPosition from)
    {
        // From a snapshot there is nothing to fall back on.
        if (from.Mark is null && from.State.Revision > 0) throw table.Corrupt(from.State.Revision,
            "is missing, of which there is a snapshot");
        var state = await SnapshotTable.ReadAsync(connection, database, catalog, origin);
        if (from.State.Revision == 0 && state.Revision == 0) throw table.Corrupt(1,
            "is of a backup, of whose inventory there is no snapshot");
        lock (gate)
        {
            if (position.Reading != from.Reading) return;
            if (from.State.Revision > 0) PostgresLog.Rewritten(log, database, from.State.Revision);
            recent.Clear();
            keys.Clear();
            Volatile.Write(ref position, new JournalPosition(state, null, from.Reading + 1));
        }

        Changed.Set();
    }
}
