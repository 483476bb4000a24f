using PassthroughTools.Errors;

namespace PassthroughTools.Files;

/// <summary>The files below a folder, or in a .zip, .tar or .tgz. Nothing is unpacked to the disk.</summary>
internal static class FileTree
{
    /// <summary>The most files that a folder or an archive may have; a support bundle has some thousands.</summary>
    public const int MaxFiles = 100_000;

    /// <summary>Why a link is passed over: it may lead out of the folder.</summary>
    public const string NotFollowed = "it is a link, which is not followed";

    /// <summary>What to give where a folder or an archive is too large, as the end of a sentence.</summary>
    public const string Narrower = "give the folder that has the host's files, such as a support bundle's 'commands'";

    private const int MaxDepth = 64;

    private enum Kind
    {
        None,
        Folder,
        Zip,
        GZip,
        Tar,
        Unread,
    }

    /// <summary>
    /// Whether a path is that of a folder or an archive, be it one that is not read: its files are refused then.
    /// </summary>
    /// <exception cref="PassthroughException">FileNotFound, AccessDenied.</exception>
    public static bool IsTree(string path) => KindOf(path) != Kind.None;

    /// <summary>Whether a path is that of a link.</summary>
    public static bool IsLink(string path) => File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint);

    /// <summary>Why an archive or a compressed file is not read, or null where a path is none of those.</summary>
    /// <exception cref="PassthroughException">FileNotFound, AccessDenied.</exception>
    public static string? WhyUnread(string path) =>
        KindOf(path) == Kind.Unread ? $"it is compressed with {CompressionOf(path)}, which is not read" : null;

    /// <summary>Refuses a folder that may not be read, in which a pattern finds nothing; one that is not there is none.</summary>
    /// <exception cref="PassthroughException">AccessDenied.</exception>
    public static void CheckReadable(string folder)
    {
        if (!Directory.Exists(folder)) return;
        if (Entries(new DirectoryInfo(folder)).Fault is { } fault) throw Denied(folder, fault);
    }

    /// <summary>The files, one after the other.</summary>
    /// <exception cref="PassthroughException">
    /// FileNotFound, AccessDenied; InputMalformed: an archive is damaged, or it is too large.
    /// </exception>
    public static IEnumerable<TreeFile> Files(string path, CancellationToken cancellationToken)
    {
        int count = 0;
        foreach (var file in All(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++count > MaxFiles) throw Malformed.Whole(path, $"it has too many files; {Narrower}");
            yield return file;
        }
    }

    private static IEnumerable<TreeFile> All(string path) => KindOf(path) switch
    {
        Kind.Folder => OfFolder(path),
        Kind.Zip => ZipFiles.Of(path),
        Kind.GZip => TarFiles.OfGZip(path),
        Kind.Tar => TarFiles.Of(path),
        Kind.Unread => throw Unread(path),
        _ => throw new ArgumentException($"'{path}' is neither a folder nor an archive.", nameof(path)),
    };

    private static Kind KindOf(string path)
    {
        if (Directory.Exists(path)) return Kind.Folder;
        return CompressionOf(path) switch
        {
            null => Kind.None,
            "zip" => Kind.Zip,
            "gzip" => Kind.GZip,
            "tar" => Kind.Tar,
            _ => Kind.Unread,
        };
    }

    private static string? CompressionOf(string path)
    {
        using var stream = InputFile.Open(path);
        var start = new byte[Compression.Looked];
        int length = InputFile.Guarded(path, () => stream.ReadUpTo(start, start.Length));
        return Compression.Of(start, length);
    }

    private static PassthroughException Denied(string folder, string fault) =>
        new(ErrorId.AccessDenied, $"Folder '{folder}' cannot be read: {fault} Check its permissions.", folder);

    private static PassthroughException Unread(string path) => Malformed.Whole(
        path, $"{WhyUnread(path)}; unpack it and give the folder, or pack it as .zip or .tgz");

    private static IEnumerable<TreeFile> OfFolder(string root)
    {
        var folders = new Stack<(DirectoryInfo Folder, string Name, int Depth)>();
        folders.Push((new DirectoryInfo(root), "", 0));
        while (folders.Count > 0)
        {
            var (folder, name, depth) = folders.Pop();
            var (entries, fault) = Entries(folder);
            var below = new List<(DirectoryInfo Folder, string Name, int Depth)>();
            if (fault is not null && name.Length == 0) throw Denied(root, fault);
            if (fault is not null) yield return TreeFile.Without(name, $"it cannot be read: {fault}");
            foreach (var entry in entries)
            {
                var path = name.Length == 0 ? entry.Name : $"{name}/{entry.Name}";
                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) yield return TreeFile.Without(path, NotFollowed);
                else if (entry is FileInfo { Length: 0 }) yield return TreeFile.Without(path, "it is empty");
                else if (entry is FileInfo file) yield return TreeFile.Of(path, () => InputFile.Open(file.FullName));
                else if (depth < MaxDepth) below.Add(((DirectoryInfo)entry, path, depth + 1));
                else yield return TreeFile.Without(path, "it is nested too deeply");
            }

            // The first of them is looked at next.
            for (int i = below.Count - 1; i >= 0; i--) folders.Push(below[i]);
        }
    }

    /// <summary>What is in a folder, files in the order of their names; a folder that may not be read has nothing.</summary>
    private static (FileSystemInfo[] Entries, string? Fault) Entries(DirectoryInfo folder)
    {
        try
        {
            var entries = folder.GetFileSystemInfos();
            Array.Sort(entries, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
            return (entries, null);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return ([], e.Message);
        }
    }
}
