using System.IO;

namespace PassthroughTools.Backends.JsonStore;

/// <summary>The files of a store: for lab.json also lab.journal.jsonl, lab.lock, and archived journals.</summary>
internal sealed class StorePaths
{
    private readonly string stem;

    public StorePaths(string snapshot)
    {
        Snapshot = Path.GetFullPath(snapshot);
        Directory = Path.GetDirectoryName(Snapshot)!;
        stem = Path.Combine(Directory, Path.GetFileNameWithoutExtension(Snapshot));
    }

    public string Directory { get; }

    public string Snapshot { get; }

    public string Journal => stem + ".journal.jsonl";

    public string Lock => stem + ".lock";

    /// <summary>The archived journals, in the order of their sequence numbers, which their names begin with.</summary>
    public string[] Archives()
    {
        var names = System.IO.Directory.GetFiles(Directory, Path.GetFileName(stem) + ".journal.*-*.jsonl");
        System.Array.Sort(names, System.StringComparer.Ordinal);
        return names;
    }

    /// <summary>The name that a journal gets when a snapshot holds all of it: its first and last sequence numbers.</summary>
    public string Archive(long first, long last) => System.FormattableString.Invariant($"{stem}.journal.{first:d12}-{last:d12}.jsonl");
}
