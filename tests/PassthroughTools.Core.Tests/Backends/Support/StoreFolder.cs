using System.Text;
using PassthroughTools.Backends;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Core.Tests.Backends.Support;

/// <summary>A folder of its own for one store, deleted afterwards.</summary>
internal sealed class StoreFolder : IDisposable
{
    public StoreFolder(string name = "lab.json", string? parent = null)
    {
        Folder = Path.Combine(parent ?? Path.GetTempPath(), "store-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Folder);
        Snapshot = Path.Combine(Folder, name);
        Journal = Path.ChangeExtension(Snapshot, ".journal.jsonl");
    }

    public string Folder { get; }

    public string Snapshot { get; }

    public string Journal { get; }

    /// <summary>Writes a snapshot as the store does.</summary>
    public StoreFolder With(InventoryState state)
    {
        SnapshotFile.Write(Snapshot, state);
        return this;
    }

    public JsonStoreBackend Open(TimeSpan? patience = null) => JsonStoreBackend.Open(Snapshot, Catalog.BuiltIn, "", patience);

    /// <summary>Opens the store so that its journal is folded as soon as it is as long as the snapshot.</summary>
    public JsonStoreBackend OpenFolding() => JsonStoreBackend.Open(Snapshot, Catalog.BuiltIn, "", null, minJournalBytes: 1);

    /// <summary>The state that a session which opens the store now sees.</summary>
    public InventoryState State()
    {
        using var store = Open();
        return store.Read();
    }

    public IReadOnlyList<InventoryEvent> Events(long after = 0)
    {
        using var store = Open();
        return store.ReadEventsAsync(after, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>Opens the store and commits.</summary>
    public StoreFolder Committing(params Operation[] operations)
    {
        using var store = Open();
        foreach (var operation in operations) store.Commit(operation);
        return this;
    }

    /// <summary>
    /// Every file with its bytes, one character each; the lock file, which nobody may open while it is held, without.
    /// </summary>
    public IReadOnlyDictionary<string, string> Contents() => Directory.GetFiles(Folder).ToDictionary(
        static file => Path.GetFileName(file),
        static file => file.EndsWith(".lock", StringComparison.Ordinal) ? "" : Encoding.Latin1.GetString(File.ReadAllBytes(file)),
        StringComparer.Ordinal);

    /// <summary>As <see cref="Contents"/>, without the lock file, which writers leave behind.</summary>
    public IReadOnlyDictionary<string, string> Data() =>
        Contents().Where(static file => !file.Key.EndsWith(".lock", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);

    public string[] Archives() => [.. Directory.GetFiles(Folder, "*.journal.*-*.jsonl").Order(StringComparer.Ordinal)];

    /// <summary>The journal's lines with their ends.</summary>
    public List<string> JournalLines() => [.. File.ReadAllText(Journal).SplitLines()];

    public void WriteJournal(IEnumerable<string> lines) => File.WriteAllText(Journal, string.Concat(lines));

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
