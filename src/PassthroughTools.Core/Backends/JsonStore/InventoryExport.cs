using PassthroughTools.Errors;
using PassthroughTools.Files;
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
    /// NameInUse: the file is there, or it is a store with a journal, which is never overwritten; FileNotFound: the folder does
    /// not exist; ValueInvalid: it is a folder itself; AccessDenied, StoreWriteFailed: it cannot be written. What was there is as
    /// it was.
    /// </exception>
    public static void Write(string path, InventoryState state, bool overwrite)
    {
        var paths = new StorePaths(path);
        if (File.Exists(paths.Journal))
            throw new PassthroughException(ErrorId.NameInUse,
                $"'{paths.Snapshot}' is a store with changes in its journal, and is not overwritten. Choose another path.", path);
        ExportFile.Write(paths.Snapshot, overwrite, () => SnapshotFile.Write(paths.Snapshot, state));
    }
}
