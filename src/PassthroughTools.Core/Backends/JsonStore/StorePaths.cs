using System.Globalization;
using PassthroughTools.Files;

namespace PassthroughTools.Backends.JsonStore;

/// <summary>The files of a store: for lab.json also lab.journal.jsonl, lab.lock, and archived journals.</summary>
internal sealed class StorePaths
{
    private readonly string stem;

    /// <summary>The files of a store.</summary>
    /// <param name="snapshot">The snapshot's path.</param>
    /// <param name="isPrivate">Whether files that are created are their owner's alone, whatever the umask.</param>
    /// <exception cref="Errors.PassthroughException">
    /// StoreAccessDenied: the path is a link that another account may have put there.
    /// </exception>
    public StorePaths(string snapshot, bool isPrivate = false)
    {
        IsPrivate = isPrivate;
        ForeignLink.Refuse(Path.GetFullPath(snapshot));
        Snapshot = RealPath.Of(snapshot);
        Directory = Path.GetDirectoryName(Snapshot)!;
        stem = Snapshot.Substring(0, Snapshot.Length - Path.GetExtension(Snapshot).Length);
    }

    /// <summary>Whether files that are created are their owner's alone.</summary>
    public bool IsPrivate { get; }

    public string Directory { get; }

    public string Snapshot { get; }

    public string Journal => stem + ".journal.jsonl";

    public string Lock => stem + ".lock";

    /// <summary>The archived journals, the newest first.</summary>
    public IEnumerable<string> Archives() => System.IO.Directory.EnumerateFiles(Directory, "*.jsonl")
        .Select(path => (Path: path, First: FirstOf(path)))
        .Where(static archive => archive.First is not null)
        .OrderByDescending(static archive => archive.First)
        .Select(static archive => archive.Path);

    /// <summary>The name that a journal gets when a snapshot holds all of it: its first and last sequence numbers.</summary>
    public string Archive(long first, long last) => FormattableString.Invariant($"{stem}.journal.{first:d12}-{last:d12}.jsonl");

    /// <summary>The first sequence number in an archive's name; null for another file.</summary>
    private long? FirstOf(string path)
    {
        string head = stem + ".journal.", name = Path.ChangeExtension(path, null);
        if (!name.StartsWith(head, StringComparison.Ordinal)) return null;
        var numbers = name.Substring(head.Length).Split('-');
        return numbers.Length == 2 && Number(numbers[0]) is { } first && Number(numbers[1]) is not null ? first : null;
    }

    private static long? Number(string text) =>
        text.Length >= 12 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
