using System.Text.RegularExpressions;

namespace PassthroughTools.Importing;

/// <summary>
/// The files that were passed over. A few are listed one by one. Of many, as a support bundle has them, those are that may have
/// been meant as inventory - by their name, or as another copy of a list, or as an archive within - and the rest folder by
/// folder: as deep in the tree as few enough folders are left.
/// </summary>
internal sealed class SkippedFiles
{
    /// <summary>So many rows are read at a glance.</summary>
    private const int MaxRows = 20;

    private static readonly char[] Separators = ['/', '\\'];

    private static readonly Regex MeantAsInventory = new(
        @"pci|passthr|\.vmt?x$|\bhosts?\.json$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        TimeSpan.FromSeconds(5));

    /// <summary>Names of archives; a log that was compressed alone is none.</summary>
    private static readonly Regex ArchiveName = new(
        @"\.(?:tar|tgz|tbz2?|txz|zip|7z|rar|cab|ova)(?:\.\w{1,4})?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        TimeSpan.FromSeconds(5));

    private readonly List<(string Root, string Name, string WhyNot, bool Matters, bool IsArchive)> files = [];

    /// <summary>How many there are.</summary>
    public int Count => files.Count;

    /// <summary>Adds a file.</summary>
    /// <param name="root">The folder or archive that has it, or nothing where a pattern found it.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="whyNot">Why it is passed over.</param>
    /// <param name="matters">Whether it is listed whatever its name is.</param>
    public void Add(string root, string name, string whyNot, bool matters = false) =>
        files.Add((root, name, whyNot, matters || MeantAsInventory.IsMatch(name), false));

    /// <summary>Adds a file that is an archive itself, or compressed.</summary>
    /// <param name="root">The folder or archive that has it.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="kind">What it is compressed with.</param>
    public void AddCompressed(string root, string name, string kind)
    {
        bool isArchive = kind is "zip" or "tar" || ArchiveName.IsMatch(name);
        var whyNot = isArchive
            ? $"it is an archive itself ({kind}), which is not looked into; unpack it and give its folder"
            : $"it is compressed with {kind}; unpack it where it is inventory";
        files.Add((root, name, whyNot, isArchive || MeantAsInventory.IsMatch(name), isArchive));
    }

    /// <summary>Forgets those after the first ones.</summary>
    public void Truncate(int count) => files.RemoveRange(count, files.Count - count);

    /// <summary>The name of an archive among those after the first ones, or null.</summary>
    public string? ArchiveSince(int count) => files.Skip(count).FirstOrDefault(static file => file.IsArchive).Name;

    /// <summary>The rows for people.</summary>
    public IReadOnlyList<ImportedItem> Items()
    {
        if (files.Count <= MaxRows) return [.. files.Select(static file => Row(file.Name, file.WhyNot))];
        var items = files.Where(static file => file.Matters).Select(static file => Row(file.Name, file.WhyNot)).ToList();
        foreach (var tree in files.Where(static file => !file.Matters).GroupBy(static file => file.Root, StringComparer.Ordinal))
        {
            foreach (var folder in Folders([.. tree]))
            {
                var (_, name, whyNot, _, _) = folder.First();
                int count = folder.Count();
                items.Add(count == 1
                    ? Row(name, whyNot)
                    : Row(folder.Key.Length > 0 ? folder.Key : tree.Key,
                        FormattableString.Invariant(
                            $"{count} files here and in folders below are no inventory, such as '{name}': {whyNot}")));
            }
        }

        return items;
    }

    private static List<IGrouping<string, (string Root, string Name, string WhyNot, bool Matters, bool IsArchive)>> Folders(
        List<(string Root, string Name, string WhyNot, bool Matters, bool IsArchive)> tree)
    {
        int deepest = tree.Max(static file => file.Name.Split(Separators).Length - 1);
        for (int depth = deepest; ; depth--)
        {
            var folders = tree.GroupBy(file => FolderOf(file.Name, depth), StringComparer.Ordinal).ToList();
            if (folders.Count <= MaxRows || depth == 0) return folders;
        }
    }

    /// <summary>The first folders of a name, with a slash at the end.</summary>
    private static string FolderOf(string name, int depth)
    {
        int end = 0;
        for (int i = 0; i < depth && name.IndexOfAny(Separators, end) is >= 0 and var at; i++) end = at + 1;
        return name.Substring(0, end);
    }

    private static ImportedItem Row(string name, string whyNot) =>
        new() { Kind = ImportedKind.File, Name = name, Action = ImportAction.Skipped, Detail = whyNot };
}
