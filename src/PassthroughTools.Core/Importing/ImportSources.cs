using PassthroughTools.Errors;
using PassthroughTools.Files;

namespace PassthroughTools.Importing;

/// <summary>
/// Reads the files, folders and archives that an import is given. A file that was named is inventory or refused; what a folder,
/// an archive or a pattern brings along and is no inventory is passed over.
/// </summary>
internal sealed class ImportSources
{
    private const int Beginning = 64 * 1024;

    private readonly List<ImportFile> files = [];
    private readonly HashSet<string> paths = new(StringComparer.Ordinal);
    private readonly SkippedFiles skipped = new();

    /// <summary>The files to import.</summary>
    public IReadOnlyList<ImportFile> Files => files;

    /// <summary>The files that are no inventory, and why not; of many a row for each folder.</summary>
    public IReadOnlyList<ImportedItem> Skipped => skipped.Items();

    /// <summary>Reads a path; a file that was read before is not read again.</summary>
    /// <param name="path">The file, folder or archive.</param>
    /// <param name="isNamed">Whether it was named, and not found by a pattern.</param>
    /// <param name="refused">Takes the refusals of single files in a folder or archive.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="PassthroughException">
    /// FileNotFound, AccessDenied: it cannot be read; InputMalformed, InputVersionUnsupported: it cannot be understood, or is
    /// too large.
    /// </exception>
    public void Add(string path, bool isNamed, Action<PassthroughException> refused, CancellationToken cancellationToken)
    {
        if (!FileTree.IsTree(path))
        {
            if (paths.Contains(path)) return;
            if (isNamed) Take(ImportFile.Read(path));
            else Take("", path, path, InputFile.ReadText(path));
        }
        else if (!isNamed && FileTree.IsLink(path))
        {
            skipped.Add("", path, FileTree.NotFollowed);
        }
        else if (!isNamed && FileTree.WhyUnread(path) is { } whyUnread)
        {
            skipped.Add("", path, whyUnread, matters: true);
        }
        else
        {
            AddTree(path, isNamed, refused, cancellationToken);
        }
    }

    /// <summary>
    /// Takes the files of a folder or archive. Of one that cannot be read to its end nothing is taken: half of a host's list
    /// would read as if the other devices were gone.
    /// </summary>
    private void AddTree(string path, bool isNamed, Action<PassthroughException> refused, CancellationToken cancellationToken)
    {
        int filesBefore = files.Count, skippedBefore = skipped.Count;
        var refusals = new List<PassthroughException>();
        bool any;
        try
        {
            any = TakeAll(path, refusals.Add, cancellationToken);
        }
        catch (Exception e) when (e is PassthroughException or InvalidDataException)
        {
            paths.ExceptWith(files.Skip(filesBefore).Select(static file => file.Path));
            files.RemoveRange(filesBefore, files.Count - filesBefore);
            skipped.Truncate(skippedBefore);
            if (e is PassthroughException) throw;
            throw Malformed.Whole(path, $"the archive is damaged or protected: {e.Message.TrimEnd('.')}", e);
        }

        foreach (var refusal in refusals) refused(refusal);
        if (any || !isNamed) return;
        var advice = skipped.ArchiveSince(skippedBefore) is { } archive
            ? $"It has the archive '{archive}', which is not looked into: unpack it and give its folder."
            : $"What is read is {ImportFile.Wanted}.";
        throw new PassthroughException(ErrorId.InputMalformed, $"'{path}' has no file that is inventory. {advice}", path);
    }

    /// <returns>Whether there was inventory, be it refused.</returns>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    private bool TakeAll(string path, Action<PassthroughException> refused, CancellationToken cancellationToken)
    {
        long taken = 0;
        bool any = false;
        foreach (var file in FileTree.Files(path, cancellationToken))
        {
            if (WhyNot(file) is { } whyNot)
            {
                skipped.Add(path, file.Name, whyNot);
                continue;
            }

            var label = Path.Combine(path, file.Name);
            if (paths.Contains(label))
            {
                any = true;
                continue;
            }

            try
            {
                var text = Text(path, file, label);
                any |= text is not null;
                if (text is not null && (taken += text.Length) <= InputFile.MaxBytes) Take(path, file.Name, label, text);
            }
            catch (PassthroughException e)
            {
                any = true;
                refused(e);
            }

            if (taken > InputFile.MaxBytes)
                throw Malformed.Whole(path, $"its inventory has more than {InputFile.MaxBytes >> 20} MB; {FileTree.Narrower}");
        }

        return any;
    }

    private void Take(string root, string name, string path, string text)
    {
        var file = ImportFile.Find(path, text, out var whyNot);
        var same = file is null ? null : files.Find(other => IsSame(other, file));
        if (same is not null) whyNot = $"it says the same as '{same.Path}'";
        if (whyNot is null) Take(file!);
        else skipped.Add(root, name, whyNot, matters: same is not null);
    }

    private void Take(ImportFile file)
    {
        files.Add(file);
        paths.Add(file.Path);
    }

    private static bool IsSame(ImportFile file, ImportFile other) =>
        file.Lists is { } lists ? IsInFolderOf(file.Path, other.Path) && other.Lists is { } others && lists.IsSame(others)
            : file.VM is not null && other.VM?.Name == file.VM.Name
                && Path.GetExtension(file.Path) == Path.GetExtension(other.Path)
                && string.Equals(file.Text, other.Text, StringComparison.Ordinal);

    /// <summary>
    /// A list in several layouts is in one folder; the same list in another folder is that of another host, which is built alike.
    /// </summary>
    private static bool IsInFolderOf(string path, string other) =>
        string.Equals(Path.GetDirectoryName(path), Path.GetDirectoryName(other), StringComparison.Ordinal);

    /// <summary>
    /// Why a file is passed over unread: there is nothing to read, or it is a copy that an editor or the hypervisor keeps.
    /// </summary>
    private static string? WhyNot(TreeFile file) =>
        file.WhyNot ?? (file.Name.EndsWith("~", StringComparison.Ordinal) ? "it is an older copy" : null);

    /// <summary>The text of a file whose beginning can be that of an inventory; of others no more is read.</summary>
    private string? Text(string root, TreeFile file, string label)
    {
        using var content = file.Open!();
        var bytes = new byte[Beginning];
        int length = InputFile.Guarded(label, () => content.ReadUpTo(bytes, bytes.Length));
        Array.Resize(ref bytes, length);
        if (Compression.Of(bytes, length) is { } kind)
        {
            skipped.AddCompressed(root, file.Name, kind);
            return null;
        }

        var whyNot = TextDecoder.IsBinary(bytes) ? "it is binary" : ImportFile.WhyNot(label, TextDecoder.Decode(label, bytes));
        if (whyNot is not null)
        {
            skipped.Add(root, file.Name, whyNot);
            return null;
        }

        if (length == Beginning) bytes = [.. bytes, .. InputFile.Guarded(label, () => InputFile.ReadBytes(label, content))];
        return TextDecoder.Decode(label, bytes);
    }
}
