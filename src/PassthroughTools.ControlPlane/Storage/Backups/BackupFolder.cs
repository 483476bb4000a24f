using PassthroughTools.Errors;
using PassthroughTools.Text;

namespace PassthroughTools.ControlPlane.Storage.Backups;

/// <summary>Backups as files, which only their owner may read.</summary>
internal static class BackupFolder
{
    /// <summary>How a backup's name ends.</summary>
    public const string Extension = ".backup";

    private const int BufferSize = 4096;

    /// <summary>Creates a folder that is this account's alone, unless there is one.</summary>
    /// <exception cref="PassthroughException">AccessDenied: it cannot be created.</exception>
    public static void Create(string path)
    {
        try
        {
            if (Directory.Exists(path)) return;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new PassthroughException(ErrorId.AccessDenied,
                $"Folder '{path}' cannot be "
                + $"created: {Reason.Of(e.Message)}. Create it as root, for the account that makes the backups.",
                path,
                e);
        }
    }

    /// <summary>Writes a backup, which is there as a whole afterwards or not at all.</summary>
    /// <param name="path">A folder, in which it gets a name of its own, or a file that is not there.</param>
    /// <param name="stem">What its name in a folder begins with.</param>
    /// <param name="backup">What is written.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The file, and what it has.</returns>
    /// <exception cref="PassthroughException">
    /// NameInUse: the file is there; FileNotFound: there is no folder; AccessDenied, StoreWriteFailed: it cannot be written.
    /// </exception>
    public static async Task<(string Path, BackupSummary Summary)> WriteAsync(string path, string stem, BackupWriter backup,
        CancellationToken cancellationToken)
    {
        Files.ForeignLink.RefuseOnTheWay(path);
        var target = Path.GetFullPath(Directory.Exists(path) ? Path.Combine(path, backup.FileName(stem)) : path);
        if (!Directory.Exists(Path.GetDirectoryName(target)))
            throw new PassthroughException(ErrorId.FileNotFound,
                $"'{target}' cannot be written: its folder does not exist. Create the folder first.", path);
        if (File.Exists(target))
            throw new PassthroughException(ErrorId.NameInUse,
                $"'{target}' exists, and a backup is never overwritten. Choose another path, or name a folder.", path);

        // A name that does not end as a backup's does: one that was killed looks like what it is.
        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            BackupSummary summary;
            var file = Files.PrivateFile.Open(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
            await using (file)
            {
                summary = await backup.WriteAsync(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            Files.AtomicFile.Rename(partial, target);
            return (target, summary);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PassthroughException(ErrorId.AccessDenied,
                $"'{target}' cannot be written: {Reason.Of(e.Message)}. Check the permissions of its folder.", path, e);
        }
        catch (IOException e)
        {
            throw new PassthroughException(ErrorId.StoreWriteFailed,
                $"'{target}' cannot be written: {Reason.Of(e.Message)}. Free space on its disk, then try again.", path, e);
        }
        finally
        {
            TryDelete(partial);
        }
    }

    /// <summary>Removes all but the newest backups of a store from a folder, and what killed ones have left.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="stem">What their names begin with.</param>
    /// <param name="keep">How many stay.</param>
    /// <returns>How many backups were removed.</returns>
    public static int Prune(string folder, string stem, int keep)
    {
        foreach (var partial in Directory.GetFiles(folder, $"{stem}-*{Extension}.*.partial")
            .Where(file => IsOf(stem, Path.GetFileName(file).Split(Extension)[0]) && !IsOpen(file)))
            TryDelete(partial);
        var old = Directory.GetFiles(folder, $"{stem}-*{Extension}")
            .Where(file => IsOf(stem, Path.GetFileNameWithoutExtension(file)))
            .OrderByDescending(static file => Path.GetFileName(file), StringComparer.Ordinal)
            .Skip(keep).ToList();
        return old.Count(TryDelete);
    }

    // lab-20261128T152000Z-r57 is of lab; lab-2-20261128T152000Z-r57 is not.
    private static bool IsOf(string stem, string name)
    {
        var parts = name.Length > stem.Length ? name[(stem.Length + 1)..].Split('-') : [];
        return parts is [{ Length: 16 } time, { Length: > 1 } revision] && time[8] == 'T' && time[^1] == 'Z' && revision[0] == 'r'
            && (time[..8] + time[9..^1] + revision[1..]).All(char.IsAsciiDigit);
    }

    private static bool IsOpen(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static bool TryDelete(string path)
    {
        try
        {
            if (!File.Exists(path)) return false;
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
