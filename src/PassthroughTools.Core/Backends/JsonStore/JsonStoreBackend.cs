using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Backends.JsonStore;

/// <summary>
/// The local store: a readable snapshot (lab.json) and a journal beside it (lab.journal.jsonl). A change is one journal line, flushed
/// to the disk before it is acknowledged, so that its cost does not depend on the inventory's size. One process writes at a time;
/// readers never wait.
/// </summary>
public sealed class JsonStoreBackend : IPassthroughBackend
{
    // A journal is folded into the snapshot when it is longer than the snapshot itself, but not for less than this.
    private const long DefaultMinJournalBytes = 1024 * 1024;

    private readonly object gate = new();
    private readonly StorePaths paths;
    private readonly Catalog catalog;
    private readonly string origin;
    private readonly TimeSpan lockPatience;
    private readonly long minJournalBytes;
    private Position position;

    private JsonStoreBackend(StorePaths paths, Catalog catalog, string origin, TimeSpan? lockPatience, long minJournalBytes)
    {
        this.paths = paths;
        this.catalog = catalog;
        this.origin = origin;
        this.lockPatience = lockPatience ?? TimeSpan.FromSeconds(10);
        this.minJournalBytes = minJournalBytes;
        position = Load();
    }

    /// <inheritdoc/>
    public string Target => paths.Snapshot;

    /// <summary>Opens a store.</summary>
    /// <param name="path">The snapshot's path, ending in .json.</param>
    /// <param name="catalog">The capability catalog that applies.</param>
    /// <param name="origin">What the Uids of its objects begin with.</param>
    /// <param name="lockPatience">How long a write waits for another process; 10 s unless given.</param>
    /// <exception cref="PassthroughException">StoreNotFound, StoreCorrupt, StoreVersionUnsupported, AccessDenied.</exception>
    public static JsonStoreBackend Open(string path, Catalog catalog, string origin, TimeSpan? lockPatience = null) =>
        new(new StorePaths(path), catalog, origin, lockPatience, DefaultMinJournalBytes);

    /// <summary>Opens a store whose journal is folded into the snapshot at another length than usual: what proves the folding.</summary>
    internal static JsonStoreBackend Open(string path, Catalog catalog, string origin, TimeSpan? lockPatience, long minJournalBytes) =>
        new(new StorePaths(path), catalog, origin, lockPatience, minJournalBytes);

    /// <summary>Creates an empty store unless there is one.</summary>
    /// <exception cref="PassthroughException">StoreNotFound: the folder does not exist; AccessDenied, StoreWriteFailed: it cannot be written.</exception>
    public static void CreateIfMissing(string path, Catalog catalog)
    {
        var store = new StorePaths(path);
        if (!Directory.Exists(store.Directory))
            throw new PassthroughException(ErrorId.StoreNotFound, $"Store '{store.Snapshot}' cannot be created: its folder does not exist. Create the folder first.", store.Snapshot);
        if (File.Exists(store.Snapshot)) return;
        using var held = StoreLock.Acquire(store, TimeSpan.FromSeconds(10), CancellationToken.None);
        if (File.Exists(store.Snapshot)) return;
        Guarded(store, () => SnapshotFile.Write(store.Snapshot, InventoryState.Empty(catalog)));
    }

    /// <inheritdoc/>
    public Task<InventoryState> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            CatchUp();
            return Task.FromResult(position.State);
        }
    }

    /// <inheritdoc/>
    public Task<Commit> ExecuteAsync(Operation operation, string actor, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            using var held = StoreLock.Acquire(paths, lockPatience, cancellationToken);
            CatchUp();
            var before = position.State;
            var decision = operation.Decide(before);
            if (decision.Changes.Count == 0) return Task.FromResult(new Commit(before, decision, null));
            var committed = InventoryEvent.Of(before.Revision + 1, actor, operation, decision);
            var after = before.Apply(committed.Sequence, decision.Changes);
            cancellationToken.ThrowIfCancellationRequested();
            Append(JournalLine.Of(committed));
            position = position with { State = after };
            CompactWhenLong();
            return Task.FromResult(new Commit(after, decision, committed));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            CatchUp();
            if (after >= position.State.Revision) return Task.FromResult<IReadOnlyList<InventoryEvent>>([]);
        }

        // The journal first: were it archived in between, its events would stand in both and none be missed.
        var events = new SortedDictionary<long, InventoryEvent>();
        Collect(paths.Journal);
        foreach (var archive in paths.Archives())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Collect(archive);
        }

        return Task.FromResult<IReadOnlyList<InventoryEvent>>([.. events.Values]);

        void Collect(string file)
        {
            if (ReadJournal(file) is not { } bytes) return;
            var scan = new JournalScan(file, bytes);
            if (scan.Head() is not { } start) return;
            foreach (var committed in scan.Events(start, after)) events[committed.Sequence] = committed;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Reads journal and snapshot, in this order: what a compaction in between takes from one it has put into the other.</summary>
    private Position Load()
    {
        var journal = ReadJournal(paths.Journal);
        var stamp = FileStamp.Of(paths.Snapshot);
        var state = SnapshotFile.Read(paths.Snapshot, catalog, origin);
        var loaded = new Position { State = state, SnapshotStamp = stamp };
        if (journal is null) return loaded;
        var scan = new JournalScan(paths.Journal, journal);
        if (scan.Head() is not { } after) return loaded;
        if (after > state.Revision)
            throw scan.Corrupt(FormattableString.Invariant($"the journal begins after revision {after}, and the snapshot is at revision {state.Revision}"));
        var head = new byte[scan.Offset];
        Array.Copy(journal, head, head.Length);
        return Replay(loaded with { Head = head, After = after }, scan, after);
    }

    private static Position Replay(Position start, JournalScan scan, long revision)
    {
        var state = start.State;
        foreach (var committed in scan.Events(revision, state.Revision))
        {
            try
            {
                state = state.Apply(committed.Sequence, committed.Changes);
            }
            catch (ArgumentException e)
            {
                throw scan.Corrupt(e.Message, e);
            }
        }

        return start with { State = state, Offset = scan.Offset, Lines = scan.Lines };
    }

    /// <summary>Takes in what other processes have committed since, or an edit of the snapshot by hand.</summary>
    private void CatchUp()
    {
        if (FileStamp.Of(paths.Snapshot) != position.SnapshotStamp)
        {
            position = Load();
            return;
        }

        using var journal = OpenJournal(paths.Journal);
        if (journal is null && position.Head is null) return;
        if (journal is null || !Continues(journal))
        {
            position = Load();
            return;
        }

        if (journal.Length == position.Offset) return;
        var scan = new JournalScan(paths.Journal, AtomicFile.ReadFrom(journal, position.Offset), position.Offset, position.Lines);
        position = Replay(position, scan, position.State.Revision);
    }

    /// <summary>Whether a journal is the one that was read, perhaps with more lines.</summary>
    private bool Continues(FileStream journal)
    {
        if (position.Head is not { } head || journal.Length < position.Offset) return false;
        var found = new byte[head.Length];
        return journal.Read(found, 0, found.Length) == found.Length && found.SequenceEqual(head);
    }

    /// <summary>Appends a line and flushes it to the disk; where that fails, the journal is as it was.</summary>
    private void Append(byte[] line) => Guarded(paths, () =>
    {
        if (position.Head is null) BeginJournal(position.State.Revision);
        using var journal = new FileStream(paths.Journal, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 1);
        try
        {
            // What stands behind the last whole line is what a process left that died while writing.
            if (journal.Length > position.Offset) journal.SetLength(position.Offset);
            journal.Seek(position.Offset, SeekOrigin.Begin);
            journal.Write(line, 0, line.Length);
            journal.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            journal.SetLength(position.Offset);
            throw;
        }

        position = position with { Offset = position.Offset + line.Length, Lines = position.Lines + 1 };
    });

    private void BeginJournal(long after)
    {
        var head = JournalLine.Head(after);
        AtomicFile.Write(paths.Journal, stream => stream.Write(head, 0, head.Length));
        position = position with { Head = head, After = after, Offset = head.Length, Lines = 1 };
    }

    /// <summary>
    /// Folds a long journal into the snapshot and archives it. The change was acknowledged before, so that a failure here is none of
    /// the caller's: whatever stands on the disk then is read as it is, and the next change tries again.
    /// </summary>
    private void CompactWhenLong()
    {
        if (position.Offset < Math.Max(minJournalBytes, position.SnapshotStamp.Length)) return;
        try
        {
            SnapshotFile.Write(paths.Snapshot, position.State);
            position = position with { SnapshotStamp = FileStamp.Of(paths.Snapshot) };
            AtomicFile.Rename(paths.Journal, paths.Archive(position.After + 1, position.State.Revision));
            BeginJournal(position.State.Revision);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // See above.
        }
    }

    private static FileStream? OpenJournal(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PassthroughException(ErrorId.AccessDenied, $"Journal '{path}' cannot be read: {e.Message} Check its permissions.", path, e);
        }
    }

    private static byte[]? ReadJournal(string path)
    {
        using var journal = OpenJournal(path);
        return journal is null ? null : AtomicFile.ReadFrom(journal, 0);
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
                ErrorId.AccessDenied, $"Store '{paths.Snapshot}' cannot be written: {e.Message} Nothing changed. Check its permissions.", paths.Snapshot, e);
        }
        catch (IOException e)
        {
            throw new PassthroughException(
                ErrorId.StoreWriteFailed, $"Store '{paths.Snapshot}' cannot be written: {e.Message} Nothing changed. Free space on its disk, then try again.", paths.Snapshot, e);
        }
    }

    /// <summary>What is known of the files: the state that they make, and how far the journal was read.</summary>
    private sealed record Position
    {
        public required InventoryState State { get; init; }

        public required FileStamp SnapshotStamp { get; init; }

        /// <summary>The bytes of the journal's head, by which it is known again; null where there is no journal yet.</summary>
        public byte[]? Head { get; init; }

        /// <summary>The revision after which the journal begins.</summary>
        public long After { get; init; }

        /// <summary>Where the whole lines that were read end.</summary>
        public long Offset { get; init; }

        /// <summary>How many lines were read.</summary>
        public int Lines { get; init; }
    }
}
