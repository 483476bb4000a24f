using System.Diagnostics;
using PassthroughTools.Backends;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.Errors;
using PassthroughTools.Text;

namespace PassthroughTools.ControlPlane.Storage;

/// <summary>A local JSON store, with the tokens and refusals in files beside it.</summary>
internal sealed class LocalStorage : ServerStorage
{
    // A block of a file system: where it finds no room, an entry of the journal may not either.
    private const int ProbeLength = 4096;
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    // A journal may have megabytes.
    private static readonly TimeSpan VerifyInterval = TimeSpan.FromSeconds(10);

    private readonly JsonStoreBackend store;
    private readonly FileTokenStore tokens;
    private readonly FileRefusalLog refusals;
    private readonly StorePaths paths;
    private readonly Lock gate = new();
    private long probed, verified;
    private Exception? fault;
    private PassthroughException? damage;

    /// <summary>Opens a store, and creates it where there is none.</summary>
    /// <exception cref="PassthroughException">It cannot be opened.</exception>
    public LocalStorage(string path, Catalog catalog, ILogger<FileRefusalLog> log)
    {
        JsonStoreBackend.CreateIfMissing(path, catalog, isPrivate: true);
        store = JsonStoreBackend.Open(path, catalog, "", isPrivate: true);
        paths = new StorePaths(path, isPrivate: true);
        tokens = FileTokenStore.Beside(path);
        Refusals = refusals = new FileRefusalLog(path, log);
    }

    public override string Kind => "local";

    public override JournalBackend Backend => store;

    public override ITokenStore Tokens => tokens;

    public override IRefusalLog Refusals { get; }

    public override Task CheckAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (probed == 0 || Stopwatch.GetElapsedTime(probed) >= ProbeInterval)
            {
                fault = Probe();
                probed = Stopwatch.GetTimestamp();
            }

            if (verified == 0 || Stopwatch.GetElapsedTime(verified) >= VerifyInterval)
            {
                damage = Damage();
                verified = Stopwatch.GetTimestamp();
            }

            if (damage is not null) throw new PassthroughException(damage.Id, damage.Message, damage.Target, damage);
            return fault is null
                ? Task.CompletedTask
                : throw new PassthroughException(
                    ErrorId.StoreWriteFailed,
                    $"Store '{paths.Snapshot}' cannot be written: {Reason.Of(fault.Message)}. Free space on its disk, or "
                    + "correct the permissions of its folder.", paths.Snapshot, fault);
        }
    }

    public override async Task PruneAsync(RetentionLimits refusals, RetentionLimits journals, CancellationToken cancellationToken)
    {
        await this.refusals.PruneAsync(refusals, cancellationToken);
        var archives = paths.Archives().Concat(paths.Replaced()).Select(static archive => new FileInfo(archive))
            .OrderBy(static archive => archive.LastWriteTimeUtc)
            .ThenBy(static archive => archive.Name, StringComparer.Ordinal).ToList();
        int expired = journals.Expired([.. archives.Select(static archive => (archive.LastWriteTimeUtc, archive.Length))],
            DateTime.UtcNow);
        foreach (var archive in archives.Take(expired)) archive.Delete();
    }

    public override IAsyncEnumerable<InventoryEvent> EventsUpToAsync(long last, CancellationToken cancellationToken) =>
        store.EventsUpTo(last).ToAsyncEnumerable();

    public override Task<InventoryEvent> RestoreAsync(RestoreRequest request, CancellationToken cancellationToken) => Task.Run(
        () => tokens.Restore(
            request.Backup.Tokens,
            write => store.Restore(request.Backup.State, request.Backup.Events(), request.Event, write, request.Overwrite,
                cancellationToken),
            cancellationToken),
        cancellationToken);

    public override ValueTask DisposeAsync()
    {
        store.Dispose();
        refusals.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A write has failed: whether there is room is not known any more.</summary>
    public override void Doubt()
    {
        lock (gate) probed = 0;
    }

    private PassthroughException? Damage()
    {
        try
        {
            store.Verify();
            return null;
        }
        catch (PassthroughException e)
        {
            return e;
        }
    }

    /// <summary>What a change would do: open the lock and the journal, and take room on the disk.</summary>
    private Exception? Probe()
    {
        try
        {
            StoreLock.Open(paths, FileShare.ReadWrite | FileShare.Delete).Dispose();
            const FileShare Anybody = FileShare.ReadWrite | FileShare.Delete;
            if (File.Exists(paths.Journal))
                new FileStream(paths.Journal, FileMode.Open, FileAccess.ReadWrite, Anybody, 1).Dispose();
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None,
                BufferSize = 0, Options = FileOptions.DeleteOnClose };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var room = new FileStream($"{paths.Lock}.{Guid.NewGuid():N}", options);
            room.Write(new byte[ProbeLength]);
            return null;
        }
        catch (IOException e) when (StoreLock.IsHeld(e))
        {
            // Somebody writes.
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }
}
