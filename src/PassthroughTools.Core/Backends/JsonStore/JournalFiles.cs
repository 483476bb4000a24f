using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Text;

namespace PassthroughTools.Backends.JsonStore;

/// <summary>The events that a store's files keep: those of its journal and of the archived ones.</summary>
internal sealed class JournalFiles(StorePaths paths)
{
    /// <summary>Opens the journal.</summary>
    /// <returns>The file; null where there is no journal yet.</returns>
    /// <exception cref="PassthroughException">StoreAccessDenied.</exception>
    public FileStream? Open(FileAccess access) => Open(paths.Journal, access);

    /// <summary>Events between two revisions, the oldest first, of which one file at a time is in memory.</summary>
    /// <param name="after">The revision after which they begin.</param>
    /// <param name="last">The revision of the last one.</param>
    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported, StoreAccessDenied.</exception>
    public IEnumerable<InventoryEvent> Between(long after, long last)
    {
        // The journal is opened first: were it archived meanwhile, its events would stand in both.
        using var journal = Open(FileAccess.Read);
        long next = after + 1;
        foreach (var archive in paths.Archives().Reverse().ToList())
        {
            if (paths.RangeOf(archive).Last <= after) continue;
            using var file = Open(archive, FileAccess.Read);
            foreach (var committed in Of(file)) yield return committed;
        }

        foreach (var committed in Of(journal)) yield return committed;

        IEnumerable<InventoryEvent> Of(FileStream? file)
        {
            if (file is null) yield break;
            var scan = JournalScan.Of(file);
            foreach (var committed in scan.Events(scan.Head().After, next - 1))
            {
                if (committed.Sequence > last) yield break;
                next = committed.Sequence + 1;
                yield return committed;
            }
        }
    }

    /// <summary>
    /// Events between two revisions, all in memory; the newest files are read first, and older ones only where they are needed.
    /// </summary>
    /// <param name="after">The revision after which they begin.</param>
    /// <param name="last">The revision of the last one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported, StoreAccessDenied.</exception>
    public IReadOnlyList<InventoryEvent> Read(long after, long last, CancellationToken cancellationToken)
    {
        // The journal first: were it archived in between, its events would stand in both and none be missed. What stands in both
        // counts as the newer file has it.
        var events = new SortedDictionary<long, InventoryEvent>();
        Collect(paths.Journal);
        foreach (var archive in paths.Archives())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (events.ContainsKey(after + 1)) break;
            Collect(archive);
        }

        return [.. events.Values];

        void Collect(string file)
        {
            using var journal = Open(file, FileAccess.Read);
            if (journal is null) return;
            var scan = JournalScan.Of(journal);
            foreach (var committed in scan.Events(scan.Head().After, after))
            {
                if (committed.Sequence > last) break;
                if (!events.ContainsKey(committed.Sequence)) events.Add(committed.Sequence, committed);
            }
        }
    }

    /// <summary>
    /// The keys of events between two revisions, in their order, those left out that are too old to be remembered.
    /// </summary>
    /// <param name="after">The revision after which they begin.</param>
    /// <param name="last">The revision of the last one.</param>
    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported, StoreAccessDenied.</exception>
    public IEnumerable<UsedKey> Keys(long after, long last)
    {
        var found = new SortedDictionary<long, UsedKey>();
        long oldest = Collect(paths.Journal);
        foreach (var archive in paths.Archives())
        {
            if (oldest <= after || DateTime.UtcNow - File.GetLastWriteTimeUtc(archive) > RecentKeys.Age) break;
            oldest = Collect(archive);
        }

        return found.Values;

        long Collect(string file)
        {
            using var journal = Open(file, FileAccess.Read);
            if (journal is null) return last;
            var scan = JournalScan.Of(journal);
            var (begins, _) = scan.Head();
            foreach (var used in scan.Keys(begins, after, last)) found[used.Sequence] = used;
            return begins;
        }
    }

    /// <summary>The sequence number of the first event that is kept and that all later ones follow without a gap.</summary>
    /// <param name="first">The first that the journal itself has.</param>
    public long BeginOfLastRun(long first)
    {
        foreach (var archive in paths.Archives())
        {
            var (begin, end) = paths.RangeOf(archive);
            if (end + 1 < first) break;
            first = Math.Min(first, begin);
        }

        return first;
    }

    private static FileStream? Open(string path, FileAccess access)
    {
        try
        {
            ForeignLink.Refuse(path);
            return new FileStream(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PassthroughException(
                ErrorId.StoreAccessDenied,
                $"Journal '{path}' cannot be opened: {Reason.Of(e.Message)}. Check its permissions.", path, e);
        }
    }
}
