using PassthroughTools.Errors;
using PassthroughTools.Text;

namespace PassthroughTools.Files;

/// <summary>Files that an administrator asks for by their path: an inventory, a report.</summary>
internal static class ExportFile
{
    /// <summary>Writes a file, which is there as a whole afterwards or as it was before.</summary>
    /// <param name="path">The file as it was given; its folder must exist.</param>
    /// <param name="overwrite">Whether a file that is there is overwritten.</param>
    /// <param name="write">Writes it, as <see cref="AtomicFile"/> does.</param>
    /// <exception cref="PassthroughException">
    /// NameInUse: the file is there; FileNotFound: the folder does not exist; ValueInvalid: it is a folder itself; AccessDenied,
    /// StoreWriteFailed: it cannot be written.
    /// </exception>
    public static void Write(string path, bool overwrite, Action write)
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new PassthroughException(ErrorId.FileNotFound,
                $"'{path}' cannot be written: its folder does not exist. Create the folder first.", path);
        if (Directory.Exists(path))
            throw new PassthroughException(ErrorId.ValueInvalid, $"'{path}' is a folder. Give the path of a file.", path);
        if (File.Exists(path) && !overwrite)
            throw new PassthroughException(ErrorId.NameInUse,
                $"'{path}' exists. Overwrite it with -Force, or choose another path.", path);
        try
        {
            write();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PassthroughException(ErrorId.AccessDenied,
                $"'{path}' cannot be written: {Reason.Of(e.Message)}. Check its permissions.", path, e);
        }
        catch (IOException e)
        {
            throw new PassthroughException(
                ErrorId.StoreWriteFailed,
                $"'{path}' cannot be written: {Reason.Of(e.Message)}. Free space on its disk, then try again.", path, e);
        }
    }
}
