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
        ForeignLink.RefuseOnTheWay(snapshot);
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

    /// <summary>The folder of a restore that is decided, and of which some files may be in their places already.</summary>
    public string Restoring => stem + ".restoring";

    /// <summary>The archived journals, the newest first.</summary>
    public IEnumerable<string> Archives() => System.IO.Directory.EnumerateFiles(Directory, "*.jsonl")
        .Select(path => (Path: path, First: FirstOf(path)))
        .Where(static archive => archive.First is not null)
        .OrderByDescending(static archive => archive.First)
        .Select(static archive => archive.Path);

    /// <summary>The name that a journal gets when a snapshot holds all of it: its first and last sequence numbers.</summary>
    public string Archive(long first, long last) => FormattableString.Invariant($"{stem}.journal.{first:d12}-{last:d12}.jsonl");

    /// <summary>The first and last sequence numbers in an archive's name.</summary>
    public (long First, long Last) RangeOf(string archive)
    {
        var numbers = Path.GetFileNameWithoutExtension(archive).Substring(Head.Length).Split('-');
        return (Number(numbers[0])!.Value, Number(numbers[1])!.Value);
    }

    /// <summary>The journals of inventories that restores have replaced.</summary>
    public IEnumerable<string> Replaced() =>
        System.IO.Directory.EnumerateFiles(Directory, Path.GetFileName(ReplacedBy("*", "*")));

    /// <summary>The name that a journal or archive gets when a restore replaces the inventory.</summary>
    /// <param name="sequence">The sequence number of the event that tells of the restore.</param>
    /// <param name="archive">The archive, or what would be its name.</param>
    public string ReplacedBy(long sequence, string archive) =>
        ReplacedBy(
            sequence.ToString(CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(archive).Substring(Head.Length));

    /// <summary>The names of all those of one restore, as a pattern for people.</summary>
    /// <param name="sequence">The sequence number of the event that tells of the restore.</param>
    public string ReplacedBy(long sequence) =>
        Path.GetFileName(ReplacedBy(sequence.ToString(CultureInfo.InvariantCulture), "*"));

    private string Head => Path.GetFileName(stem) + ".journal.";

    private string ReplacedBy(string sequence, string numbers) => $"{stem}.journal.{numbers}.replaced-{sequence}.jsonl";

    /// <summary>The first sequence number in an archive's name; null for another file.</summary>
    private long? FirstOf(string path)
    {
        string head = stem + ".journal.", name = Path.ChangeExtension(path, null);
        if (!name.StartsWith(head, StringComparison.Ordinal)) return null;
        var numbers = name.Substring(head.Length).Split('-');
        return numbers.Length == 2 && Number(numbers[0]) is { } first && Number(numbers[1]) is not null ? first : null;
    }

    private static long? Number(string text) =>
        text.Length >= 12 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
}
