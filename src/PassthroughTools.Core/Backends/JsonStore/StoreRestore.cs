using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.State;

namespace PassthroughTools.Backends.JsonStore;

/// <summary>
/// Puts another snapshot and history in the place of a store's, all of it or nothing. Everything is written into a folder first;
/// the folder's renaming is the decision, and whoever opens the store or writes to it next finishes what a killed process has
/// begun.
/// </summary>
internal static class StoreRestore
{
    // An archive is read as a whole.
    private const int MaxArchived = 10_000;

    /// <summary>Writes all files, flushes them, and decides. The caller holds the store's lock.</summary>
    /// <param name="paths">The store.</param>
    /// <param name="state">The inventory, at the revision before the event.</param>
    /// <param name="events">The events that are known of it.</param>
    /// <param name="restore">The event that tells of the restore, with which the new journal begins.</param>
    /// <param name="others">Writes other files into the folder, to be put beside the store.</param>
    public static void Begin(StorePaths paths, InventoryState state, IEnumerable<InventoryEvent> events, InventoryEvent restore,
        Action<string> others)
    {
        var folder = paths.Restoring + ".tmp";
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        try
        {
            others(folder);
            WriteArchive(paths, folder, events);
            SnapshotFile.Write(In(folder, paths.Snapshot), state, like: paths.Snapshot);
            WriteJournal(In(folder, paths.Journal), like: paths.Snapshot, state.Revision, JournalLine.FirstVersion, [restore]);
            AtomicFile.RenameFolder(folder, paths.Restoring);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Finishes a restore that was decided, if there is one. The caller holds the store's lock.</summary>
    public static void Finish(StorePaths paths)
    {
        if (!Directory.Exists(paths.Restoring)) return;
        string journal = In(paths.Restoring, paths.Journal), snapshot = In(paths.Restoring, paths.Snapshot);

        // The snapshot is ahead of the journal that was there: from now on readers have the new inventory, and at no time
        // another.
        Put(snapshot, paths.Snapshot);
        if (File.Exists(journal))
        {
            PutAside(paths, SequenceOf(journal));
            Put(journal, paths.Journal);
        }

        foreach (var file in Directory.GetFiles(paths.Restoring)) Put(file, In(paths.Directory, file));
        Directory.Delete(paths.Restoring);
    }

    /// <summary>As above, where it is decided and whatever fails is left to the next one. The caller holds the store's
    /// lock.</summary>
    public static void TryFinish(StorePaths paths)
    {
        try
        {
            Finish(paths);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next one who opens the store or writes to it can perhaps.
        }
    }

    /// <summary>As above, for somebody who opens the store and may not be allowed to write: then it is read as it is.</summary>
    public static void FinishAtOpening(StorePaths paths, TimeSpan patience)
    {
        if (!Directory.Exists(paths.Restoring)) return;
        try
        {
            using var held = StoreLock.Acquire(paths, patience, CancellationToken.None);
            TryFinish(paths);
        }
        catch (PassthroughException)
        {
            // The next one who is allowed to does it.
        }
    }

    /// <summary>Keeps the events that were there, under names by which nobody takes them for the new inventory's.</summary>
    private static void PutAside(StorePaths paths, long sequence)
    {
        foreach (var archive in paths.Archives().ToList()) Rename(archive, paths.ReplacedBy(sequence, archive));
        if (!File.Exists(paths.Journal)) return;
        var (first, last) = RangeOf(paths.Journal);
        if (last >= first) Rename(paths.Journal, paths.ReplacedBy(sequence, paths.Archive(first, last)));
    }

    private static void Rename(string file, string place)
    {
        // One that was put aside before the process was killed is there already.
        if (!File.Exists(place)) AtomicFile.Rename(file, place);
    }

    private static long SequenceOf(string journal) => RangeOf(journal).First;

    /// <summary>The sequence numbers of a journal's events; those of one that is damaged as far as they can be read.</summary>
    private static (long First, long Last) RangeOf(string path)
    {
        using var journal = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        var scan = JournalScan.Of(journal);
        long first = 1;
        try
        {
            first = scan.Head().After + 1;
            _ = scan.Events(first - 1, long.MaxValue).Count();
        }
        catch (PassthroughException)
        {
            // It is kept whatever it has, up to the damaged line at least.
        }

        return (first, first + scan.Lines - 2);
    }

    private static string In(string folder, string path) => Path.Combine(folder, Path.GetFileName(path));

    private static void Put(string file, string place)
    {
        if (File.Exists(file)) AtomicFile.Replace(file, place);
    }

    /// <summary>Writes the events into archives, of which each begins where the one before ends or after a gap.</summary>
    private static void WriteArchive(StorePaths paths, string folder, IEnumerable<InventoryEvent> events)
    {
        using var all = events.GetEnumerator();
        var next = all.MoveNext() ? all.Current : null;
        while (next is not null)
        {
            long first = next.Sequence, last = first;
            var written = Path.Combine(folder, "events");
            WriteJournal(written, like: paths.Snapshot, first - 1, JournalLine.Version, Run());
            File.Move(written, In(folder, paths.Archive(first, last)));

            IEnumerable<InventoryEvent> Run()
            {
                for (long expected = first; next is not null && next.Sequence == expected
                    && expected - first < MaxArchived; expected++)
                {
                    last = expected;
                    yield return next;
                    next = all.MoveNext() ? all.Current : null;
                }
            }
        }
    }

    private static void WriteJournal(string path, string like, long after, int version, IEnumerable<InventoryEvent> events) =>
        AtomicFile.Write(path, like, stream =>
        {
            foreach (var line in events.Select(JournalLine.Of).Prepend(JournalLine.Head(after, version)))
                stream.Write(line, 0, line.Length);
        });
}
