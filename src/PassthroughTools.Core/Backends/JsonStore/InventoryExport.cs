using PassthroughTools.Errors;
using PassthroughTools.State;

namespace PassthroughTools.Backends.JsonStore;

/// <summary>Writes an inventory as a store of its own.</summary>
public static class InventoryExport
{
    /// <summary>Writes a state to a file that can be connected as a store or imported.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="state">The inventory.</param>
    /// <param name="overwrite">Whether a file that is there is overwritten.</param>
    /// <exception cref="PassthroughException">
    /// NameInUse: the file is there, or it is a store with a journal, which is never overwritten; FileNotFound: the folder does not
    /// exist; AccessDenied, StoreWriteFailed: it cannot be written. What was there is as it was.
    /// </exception>
    public static void Write(string path, InventoryState state, bool overwrite)
    {
        var paths = new StorePaths(path);
        if (!Directory.Exists(paths.Directory))
            throw new PassthroughException(ErrorId.FileNotFound, $"'{paths.Snapshot}' cannot be written: its folder does not exist. Create the folder first.", path);
        if (File.Exists(paths.Journal))
            throw new PassthroughException(ErrorId.NameInUse, $"'{paths.Snapshot}' is a store with changes in its journal, and is not overwritten. Choose another path.", path);
        if (File.Exists(paths.Snapshot) && !overwrite)
            throw new PassthroughException(ErrorId.NameInUse, $"'{paths.Snapshot}' exists. Overwrite it with -Force, or choose another path.", path);
        try
        {
            SnapshotFile.Write(paths.Snapshot, state);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PassthroughException(ErrorId.AccessDenied, $"'{paths.Snapshot}' cannot be written: {e.Message} Check its permissions.", path, e);
        }
        catch (IOException e)
        {
            throw new PassthroughException(ErrorId.StoreWriteFailed, $"'{paths.Snapshot}' cannot be written: {e.Message} Free space on its disk, then try again.", path, e);
        }
    }
}
