using System.Diagnostics;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Text;

namespace PassthroughTools.Backends.JsonStore;

/// <summary>
/// The exclusive lock of a store's writer, held across processes by an open handle that the system closes with the process,
/// however it ends.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows; EWOULDBLOCK on Linux and macOS.
    private const int SharingViolation = 32, LockViolation = 33, WouldBlockLinux = 11, WouldBlockMacOS = 35;

    private readonly FileStream handle;

    private StoreLock(FileStream handle) => this.handle = handle;

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="PassthroughException">
    /// StoreLocked: another process held it all the time; StoreAccessDenied: the folder is read-only; StoreNotFound: there is no
    /// folder.
    /// </exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static StoreLock Acquire(StorePaths paths, TimeSpan patience, CancellationToken cancellationToken)
    {
        ForeignLink.Refuse(paths.Lock);
        var waited = Stopwatch.StartNew();
        for (int attempt = 0; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new StoreLock(Open(paths, FileShare.None));
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (waited.Elapsed > patience) throw Held(paths, patience, e);
                cancellationToken.WaitHandle.WaitOne(Math.Min(1 + attempt, 20));
            }
            catch (DirectoryNotFoundException e)
            {
                throw new PassthroughException(ErrorId.StoreNotFound,
                    $"Store '{paths.Snapshot}' cannot be changed: its folder does not exist, or not any more. Restore the "
                    + "folder first.", paths.Snapshot, e);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                throw new PassthroughException(
                    ErrorId.StoreAccessDenied,
                    $"Store '{paths.Snapshot}' cannot be changed: its folder does not allow writing ({Reason.Of(e.Message)}). "
                    + (paths.IsPrivate ? "Nothing changed. Let its administrator correct the folder's permissions."
                        : File.Exists(
                            paths.Snapshot) ? "Copy the store to a folder of your own, or use Connect-VIServer -Rehearsal."
                        : "Choose a folder of your own."),
                    paths.Snapshot,
                    e);
            }
        }
    }

    /// <summary>Opens the file of a lock, and creates it where there is none.</summary>
    public static FileStream Open(StorePaths paths, FileShare share) => paths.IsPrivate
        ? PrivateFile.Open(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, 1)
        : new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, 1);

    /// <summary>The refusal when the wait was in vain.</summary>
    public static PassthroughException Held(StorePaths paths, TimeSpan patience, Exception? cause = null) => new(
        ErrorId.StoreLocked,
        FormattableString.Invariant(
            $"Store '{paths.Snapshot}' has been locked by another writer for {patience.TotalSeconds:0.#} s; nothing changed. ")
        + FormattableString.Invariant($"Try again when it has finished, or find it by its open file '{paths.Lock}'."),
        paths.Snapshot,
        cause);

    public void Dispose() => handle.Dispose();

    /// <summary>Whether a file could not be opened since another process holds it.</summary>
    public static bool IsHeld(IOException e) =>
        (e.HResult & 0xffff) is SharingViolation or LockViolation or WouldBlockLinux or WouldBlockMacOS;
}
