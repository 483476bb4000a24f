using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>A body that is too long for the memory, in a file that is deleted when it is closed.</summary>
internal static class SpoolFile
{
    /// <summary>Creates a file that is this account's alone. Others of this process may read it by its name.</summary>
    public static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"passthroughtools-{Guid.NewGuid():N}{BackupFolder.Extension}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return Guarded(() => new FileStream(path, options));
    }

    /// <summary>Does something with such a file.</summary>
    /// <exception cref="PassthroughException">StoreWriteFailed: there is no room for it.</exception>
    public static async Task GuardedAsync(Func<ValueTask> write)
    {
        try
        {
            await write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NoRoom(e);
        }
    }

    private static T Guarded<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NoRoom(e);
        }
    }

    private static PassthroughException NoRoom(Exception cause) => new(
        ErrorId.StoreWriteFailed,
        "The server cannot keep the body while it comes: its folder for temporary files is full or cannot be written. Nothing "
        + "was changed. Tell its administrator.",
        null,
        cause);
}
