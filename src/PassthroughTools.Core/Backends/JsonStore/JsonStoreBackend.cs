using Newtonsoft.Json;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Backends.JsonStore;

/// <summary>
/// The local store: a readable snapshot (lab.json) and a journal beside it (lab.journal.jsonl). A change is one journal line,
/// flushed to the disk before it is acknowledged, so that its cost does not depend on the inventory's size. One process writes at
/// a time; readers never wait.
/// </summary>
public sealed class JsonStoreBackend : JournalBackend
{
    // A journal is folded into the snapshot when it is longer than the snapshot itself, but not for less than this.
    private const long DefaultMinJournalBytes = 1024 * 1024;

    // The end of a line with its checksum, which covers its time to the tick: no two journals have the same there.
    private const int MarkLength = 32;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);

    private readonly object gate = new();
    private readonly CommitQueue queue;
    private readonly ChangeSignal changed = new();
    private readonly RecentEvents recent = new();
    private readonly RecentKeys keys = new();
    private readonly StorePaths paths;
    private readonly JournalFiles files;
    private readonly Catalog catalog;
    private readonly string origin;
    private readonly TimeSpan lockPatience;
    private readonly long minJournalBytes;
    private Position position;
    private FileStamp verified;

    // While this process writes, under the store's lock, what it knows is what there is: readers need not look, and must not see
    // a line that may still fail.
    private bool isWriting;
    private bool knowsKeys;

    private JsonStoreBackend(StorePaths paths, Catalog catalog, string origin, TimeSpan? lockPatience, long minJournalBytes)
    {
        this.paths = paths;
        files = new JournalFiles(paths);
        this.catalog = catalog;
        this.origin = origin;
        this.lockPatience = lockPatience ?? TimeSpan.FromSeconds(10);
        this.minJournalBytes = minJournalBytes;
        queue = new CommitQueue(CommitAsync);
        StoreRestore.FinishAtOpening(paths, this.lockPatience);
        position = Load();
    }

    /// <inheritdoc/>
    public override string Target => paths.Snapshot;

    /// <summary>Opens a store.</summary>
    /// <param name="path">The snapshot's path, ending in .json.</param>
    /// <param name="catalog">The capability catalog that applies.</param>
    /// <param name="origin">What the Uids of its objects begin with.</param>
    /// <param name="lockPatience">How long a write waits for another process; 10 s unless given.</param>
    /// <param name="isPrivate">Whether files that are created are their owner's alone, whatever the umask.</param>
    /// <exception cref="PassthroughException">StoreNotFound, StoreCorrupt, StoreVersionUnsupported,
    /// StoreAccessDenied.</exception>
    public static JsonStoreBackend Open(
        string path, Catalog catalog, string origin, TimeSpan? lockPatience = null, bool isPrivate = false) =>
        new(new StorePaths(path, isPrivate), catalog, origin, lockPatience, DefaultMinJournalBytes);

    /// <summary>
    /// Opens a store whose journal is folded into the snapshot at another length than usual: what proves the folding.
    /// </summary>
    internal static JsonStoreBackend Open(string path, Catalog catalog, string origin, TimeSpan? lockPatience,
        long minJournalBytes) =>
        new(new StorePaths(path), catalog, origin, lockPatience, minJournalBytes);

    /// <summary>Creates an empty store unless there is one.</summary>
    /// <param name="path">The snapshot's path, ending in .json.</param>
    /// <param name="catalog">The capability catalog that applies.</param>
    /// <param name="isPrivate">Whether its files are their owner's alone, whatever the umask.</param>
    /// <param name="cancellationToken">Ends the wait for another process.</param>
    /// <exception cref="PassthroughException">StoreNotFound: the folder does not exist; StoreAccessDenied, StoreWriteFailed: it
    /// cannot be written.</exception>
    public static void CreateIfMissing(
        string path, Catalog catalog, bool isPrivate = false, CancellationToken cancellationToken = default)
    {
        var store = new StorePaths(path, isPrivate);
        if (!Directory.Exists(store.Directory))
            throw new PassthroughException(ErrorId.StoreNotFound,
                $"Store '{store.Snapshot}' cannot be created: its folder does not exist. Create the folder first.",
                store.Snapshot);
        if (Directory.Exists(store.Snapshot))
            throw new PassthroughException(ErrorId.StoreAccessDenied,
                $"Store '{store.Snapshot}' cannot be created: it is a folder. Name a file in it that ends in .json.",
                store.Snapshot);
        if (File.Exists(store.Snapshot)) return;
        using var held = StoreLock.Acquire(store, TimeSpan.FromSeconds(10), cancellationToken);
        if (File.Exists(store.Snapshot)) return;
        Guarded(store, () => SnapshotFile.Write(store.Snapshot, InventoryState.Empty(catalog), isPrivate));
    }

    /// <inheritdoc/>
    public override Task<InventoryState> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Current().State);
    }

    /// <inheritdoc/>
    public override Task<Commit> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken) =>
        queue.AddAsync(request, cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken)
    {
        long revision;
        lock (gate)
        {
            revision = Current().State.Revision;
            if (after >= revision) return Task.FromResult<IReadOnlyList<InventoryEvent>>([]);
            if (recent.Reaches(after)) return Task.FromResult<IReadOnlyList<InventoryEvent>>(recent.After(after));
        }

        return Task.FromResult(EventFeed.Following(after, files.Read(after, revision, cancellationToken)));
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<InventoryEvent>> ReadPageAsync(long after, int most, CancellationToken cancellationToken)
    {
        long revision;
        lock (gate)
        {
            revision = Current().State.Revision;
            if (after >= revision) return Task.FromResult<IReadOnlyList<InventoryEvent>>([]);
            if (recent.Reaches(after)) return Task.FromResult<IReadOnlyList<InventoryEvent>>([.. recent.After(after).Take(most)]);
        }

        // Of an inventory that was replaced since, nobody who knows it gets the events before the gap: see EventFeed.Following.
        var events = files.Between(after == 0 ? 0 : Math.Max(after, files.BeginOfLastRun(position.After + 1) - 1), revision);
        return Task.FromResult<IReadOnlyList<InventoryEvent>>([.. events.Take(most)]);
    }

    /// <summary>All events that are kept up to a revision, the oldest first, of which one file at a time is in memory.</summary>
    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported, StoreAccessDenied.</exception>
    internal IEnumerable<InventoryEvent> EventsUpTo(long last) => files.Between(0, last);

    /// <summary>
    /// Reads the journal again from its first line, unless it was not touched since: damage is found while all changes are still
    /// in memory.
    /// </summary>
    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported, StoreAccessDenied.</exception>
    internal void Verify()
    {
        var stamp = FileStamp.Of(paths.Journal);
        lock (gate)
        {
            if (stamp == verified) return;
        }

        using (var journal = files.Open(FileAccess.Read))
        {
            var scan = journal is null ? null : JournalScan.Of(journal);
            _ = scan?.Events(scan.Head().After, long.MaxValue).Count();
        }

        lock (gate) verified = stamp;
    }

    /// <summary>Puts another inventory with its history in the place of this one: all of it or, whenever the process ends,
    /// nothing.</summary>
    /// <param name="restored">The inventory.</param>
    /// <param name="events">The events that made it, as far as they are known, the oldest first.</param>
    /// <param name="restore">The event that tells of it, by its sequence number, what was there, and where the events of that are
    /// kept.</param>
    /// <param name="others">Writes files that belong to the store into the folder that it is given, to be put beside the store
    /// with it.</param>
    /// <param name="overwrite">Whether an inventory that is there is replaced.</param>
    /// <param name="cancellationToken">Ends the wait for other writers.</param>
    /// <returns>The event that tells of it.</returns>
    /// <exception cref="PassthroughException">NameInUse: there is an inventory; StoreLocked, StoreAccessDenied,
    /// StoreWriteFailed.</exception>
    internal InventoryEvent Restore(
        InventoryState restored,
        IEnumerable<InventoryEvent> events,
        Func<long, InventoryState, string, InventoryEvent> restore,
        Action<string> others,
        bool overwrite,
        CancellationToken cancellationToken)
    {
        using var held = StoreLock.Acquire(paths, lockPatience, cancellationToken);
        StoreRestore.Finish(paths);
        InventoryState before;
        lock (gate)
        {
            CatchUp();
            before = position.State;
            isWriting = true;
        }

        try
        {
            long sequence = RestoredRevision.Of(before, restored, overwrite, paths.Snapshot);
            var committed = restore(sequence, before, paths.ReplacedBy(sequence));
            var state = restored.InPlaceOf(before, committed.Sequence - 1);
            Guarded(paths, () => StoreRestore.Begin(paths, state, events, committed, others));
            StoreRestore.TryFinish(paths);
            return committed;
        }
        finally
        {
            lock (gate)
            {
                isWriting = false;
                CatchUp();
            }

            changed.Set();
        }
    }

    /// <inheritdoc/>
    public override Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken) =>
        EventFeed.FollowAsync(this, changed, WatchInterval, after, next, cancellationToken);

    /// <inheritdoc/>
    public override Task<Commit?> FindAsync(RequestKey asked, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            var state = Current().State;
            LearnKeys();
            return Task.FromResult(Find(asked) is { } found ? new Commit(state, found) : null);
        }
    }

    /// <summary>What is known, after a look at what other processes have committed since.</summary>
    private Position Current()
    {
        lock (gate)
        {
            if (!isWriting) CatchUp();
            return position;
        }
    }

    /// <summary>
    /// Reads journal and snapshot, in this order: what a compaction in between takes from one it has put into the other.
    /// </summary>
    private Position Load()
    {
        JournalScan? scan;
        using (var journal = files.Open(FileAccess.Read)) scan = journal is null ? null : JournalScan.Of(journal);
        var stamp = FileStamp.Of(paths.Snapshot);
        var state = SnapshotFile.Read(paths.Snapshot, catalog, origin);
        var loaded = new Position { State = state, SnapshotStamp = stamp };
        if (scan is null) return loaded;
        var (after, version) = scan.Head();
        if (after > state.Revision)
            throw scan.Corrupt(FormattableString.Invariant(
                $"the journal begins after revision {after}, and the snapshot is at revision {state.Revision}"));
        return Replay(loaded with { After = after, Version = version }, scan, after);
    }

    private Position Replay(Position start, JournalScan scan, long revision)
    {
        var state = start.State;
        foreach (var committed in scan.Events(revision, state.Revision))
        {
            try
            {
                state = state.Apply(committed.Sequence, committed.Changes);
                Remember(committed);
            }
            catch (FormatException e)
            {
                throw scan.Corrupt(e.Message, e);
            }
        }

        var mark = scan.Tail(MarkLength);
        return start with { State = state, Offset = scan.Offset, Lines = scan.Lines, Mark = mark.Length > 0 ? mark : start.Mark };
    }

    /// <summary>Takes in what other processes have committed since, or an edit of the snapshot by hand.</summary>
    private void CatchUp()
    {
        var stamp = FileStamp.Of(paths.Journal);
        if (stamp == position.JournalStamp && FileStamp.Of(paths.Snapshot) == position.SnapshotStamp) return;
        using var journal = files.Open(FileAccess.Read);
        CatchUp(journal);
        position = position with { JournalStamp = stamp };
    }

    /// <summary>As above, from the journal itself: a writer does not rely on a file's time.</summary>
    private void CatchUp(FileStream? journal)
    {
        bool unchanged = FileStamp.Of(paths.Snapshot) == position.SnapshotStamp;
        if (unchanged && journal is null && position.Mark is null) return;
        if (!unchanged || journal is null || !Continues(journal))
        {
            recent.Clear();
            keys.Clear();
            knowsKeys = false;
            position = Load();
            return;
        }

        if (journal.Length == position.Offset) return;
        var scan = JournalScan.Of(journal, position.Offset, position.Lines);
        position = Replay(position, scan, position.JournalRevision);
    }

    /// <summary>Whether a journal is the one that was read, perhaps with more lines.</summary>
    private bool Continues(FileStream journal)
    {
        if (position.Mark is not { } mark || journal.Length < position.Offset) return false;
        var found = new byte[mark.Length];
        journal.Seek(position.Offset - mark.Length, SeekOrigin.Begin);
        return journal.Read(found, 0, found.Length) == found.Length && found.SequenceEqual(mark);
    }

    /// <summary>Commits requests in one write and one flush.</summary>
    private Task CommitAsync(IReadOnlyList<PendingCommit> requests)
    {
        // A lone writer may give up waiting for the lock; several wait for it together.
        using var held = StoreLock.Acquire(paths, lockPatience,
            requests.Count == 1 ? requests[0].CancellationToken : CancellationToken.None);
        Guarded(paths, () => StoreRestore.Finish(paths));
        using var journal = files.Open(FileAccess.ReadWrite);
        lock (gate)
        {
            CatchUp(journal);
            isWriting = true;
        }

        try
        {
            if (requests.Any(static pending => pending.Request.Key is not null)) LearnKeys();
            var batch = CommitBatch<byte[]>.Decide(position.State, requests, Find, LineOf);
            if (batch.Events.Count > 0) Append(journal, batch);
            batch.Complete();
            if (batch.Events.Count > 0) CompactWhenLong();
        }
        finally
        {
            lock (gate) isWriting = false;
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Takes in older keys from the files, so that a request is known again that was committed before a restart.
    /// </summary>
    private void LearnKeys()
    {
        if (knowsKeys) return;
        long revision = position.State.Revision;
        var known = files.Keys(Math.Max(0, revision - RecentKeys.Changes), revision);
        lock (gate)
        {
            if (knowsKeys) return;
            keys.Clear();
            foreach (var used in known) keys.Add(used);
            knowsKeys = true;
        }
    }

    /// <summary>
    /// The event of an earlier request; null where its key is not remembered, or its journal not kept any more.
    /// </summary>
    private InventoryEvent? Find(RequestKey asked)
    {
        if (keys.Find(asked) is not { } sequence) return null;
        if (recent.Find(sequence) is { } known) return known;
        var kept = files.Read(sequence - 1, sequence, CancellationToken.None);
        return kept.Count > 0 ? kept[0] : null;
    }

    private void Remember(InventoryEvent committed)
    {
        recent.Add(committed);
        keys.Add(committed);
    }

    /// <summary>
    /// An event's line. One that could not be read back is refused here: written, it would close the store for good.
    /// </summary>
    private static byte[] LineOf(InventoryEvent committed)
    {
        try
        {
            var line = JournalLine.Of(committed);
            JournalLine.Read(line, 0, line.Length - 1);
            return line;
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentException)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"{committed.Operation} of '{committed.Target}' asks for what a store cannot "
                + $"hold: {Reason.Of(e.Message)}. Nothing changed. Choose another value.",
                committed.Target,
                e);
        }
    }

    /// <summary>Appends a batch's lines and flushes them to the disk; where that fails, the journal is as it was.</summary>
    private void Append(FileStream? open, CommitBatch<byte[]> batch) => Guarded(paths, () =>
    {
        bool continued = open is not null && position.Mark is not null && position.JournalRevision == position.State.Revision;
        int version = Math.Max(position.Version, batch.Events.Max(JournalLine.VersionOf));
        if (continued && version > position.Version)
        {
            // What is in a journal, its head has promised: the lines of another version go into a journal of their own.
            FoldState();
            continued = false;
        }

        using var begun = continued ? null : BeginAndOpenJournal(position.State.Revision, version);
        var journal = begun ?? open!;
        var lines = batch.Written.Count == 1 ? batch.Written[0] : batch.Written.SelectMany(static line => line).ToArray();
        try
        {
            // What stands behind the last whole line is what a process left that died while writing.
            if (journal.Length > position.Offset) journal.SetLength(position.Offset);
            journal.Seek(position.Offset, SeekOrigin.Begin);
            journal.Write(lines, 0, lines.Length);
            journal.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            journal.SetLength(position.Offset);
            throw;
        }

        lock (gate)
        {
            foreach (var committed in batch.Events) Remember(committed);
            position = position with
            {
                State = batch.State,
                Offset = position.Offset + lines.Length,
                Lines = position.Lines + batch.Written.Count,
                Mark = MarkOf(lines),
                JournalStamp = FileStamp.Of(paths.Journal),
            };
        }

        changed.Set();
    });

    private FileStream BeginAndOpenJournal(long after, int version)
    {
        BeginJournal(after, version);
        return files.Open(FileAccess.ReadWrite) ?? throw new IOException("The journal vanished as it was begun.");
    }

    /// <summary>Begins a journal; one that stands there, since the snapshot was put ahead of it by hand, is archived.</summary>
    private void BeginJournal(long after, int version)
    {
        if (File.Exists(paths.Journal))
        {
            var archive = paths.Archive(position.After + 1, position.JournalRevision);
            if (position.Lines > 1 && !File.Exists(archive)) AtomicFile.Rename(paths.Journal, archive);
        }

        var head = JournalLine.Head(after, version);
        AtomicFile.Write(paths.Journal, like: paths.Snapshot, stream => stream.Write(head, 0, head.Length));
        position = position with { After = after, Version = version, Offset = head.Length, Lines = 1, Mark = MarkOf(head) };
    }

    private static byte[] MarkOf(byte[] line)
    {
        var mark = new byte[MarkLength];
        Array.Copy(line, line.Length - MarkLength, mark, 0, MarkLength);
        return mark;
    }

    /// <summary>
    /// Folds a long journal into the snapshot and archives it. The change was acknowledged before, so that a failure here is none
    /// of the caller's: whatever stands on the disk then is read as it is, and the next change tries again.
    /// </summary>
    private void CompactWhenLong()
    {
        if (position.Offset < Math.Max(minJournalBytes, position.SnapshotStamp.Length)) return;
        try
        {
            FoldState();
            AtomicFile.Rename(paths.Journal, paths.Archive(position.After + 1, position.State.Revision));
            BeginJournal(position.State.Revision, position.Version);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // See above.
        }
    }

    private void FoldState()
    {
        SnapshotFile.Write(paths.Snapshot, position.State);
        position = position with { SnapshotStamp = FileStamp.Of(paths.Snapshot) };
    }

    private static void Guarded(StorePaths paths, Action write)
    {
        try
        {
            write();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PassthroughException(
                ErrorId.StoreAccessDenied,
                $"Store '{paths.Snapshot}' cannot be written: {Reason.Of(e.Message)}. Nothing changed. Check its permissions.",
                paths.Snapshot, e);
        }
        catch (IOException e)
        {
            throw new PassthroughException(
                ErrorId.StoreWriteFailed,
                $"Store '{paths.Snapshot}' cannot be written: {Reason.Of(e.Message)}. Nothing changed. Free space on its disk, "
                + "then try again.", paths.Snapshot, e);
        }
    }

    /// <summary>What is known of the files: the state that they make, and how far the journal was read.</summary>
    private sealed record Position
    {
        public required InventoryState State { get; init; }

        public required FileStamp SnapshotStamp { get; init; }

        /// <summary>
        /// The journal's stamp when it was last looked at, by which a reader tells that nothing was committed since.
        /// </summary>
        public FileStamp JournalStamp { get; init; }

        /// <summary>
        /// The bytes before <see cref="Offset"/>, by which the journal is known again; null where there is no journal yet.
        /// </summary>
        public byte[]? Mark { get; init; }

        /// <summary>The revision after which the journal begins.</summary>
        public long After { get; init; }

        /// <summary>The version that the journal's head tells.</summary>
        public int Version { get; init; } = JournalLine.FirstVersion;

        /// <summary>Where the whole lines that were read end.</summary>
        public long Offset { get; init; }

        /// <summary>How many lines were read, the head included.</summary>
        public int Lines { get; init; }

        /// <summary>
        /// The revision of the last line that was read; less than the state's where the snapshot is ahead of the journal.
        /// </summary>
        public long JournalRevision => After + Lines - 1;
    }
}
