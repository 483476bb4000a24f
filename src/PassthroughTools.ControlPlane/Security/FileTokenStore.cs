using System.Text.Json;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Text;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>
/// Tokens in a JSON file that only its owner may read. It is replaced as a whole, by one writer at a time across processes, and
/// read again only when its length or time has changed. Where there is no file there are no tokens; one that had tokens and is
/// gone is missed.
/// </summary>
internal sealed class FileTokenStore : ITokenStore
{
    // Tens of thousands of tokens.
    private const long MaxLength = 16 * 1024 * 1024;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    private readonly StorePaths paths;
    private volatile Known? known;

    /// <summary>A store in a file, which the first token creates.</summary>
    /// <param name="path">The file's path, ending in .json.</param>
    public FileTokenStore(string path) => paths = new StorePaths(path, isPrivate: true);

    /// <summary>The file.</summary>
    public string Path => paths.Snapshot;

    /// <summary>The tokens of a local store, in a file beside it: for lab.json lab.tokens.json.</summary>
    public static FileTokenStore Beside(string storePath) =>
        new(System.IO.Path.ChangeExtension(new StorePaths(storePath).Snapshot, ".tokens.json"));

    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported, StoreAccessDenied,
    /// StoreNotFound.</exception>
    public Task<IReadOnlyList<AccessToken>> ReadAsync(CancellationToken cancellationToken)
    {
        // The stamp before the bytes: were the file replaced in between, it would be read once more. Every change makes the file
        // longer, so that two changes within the clock's tick have two stamps.
        var stamp = FileStamp.Of(Path);
        if (known is { } last)
        {
            if (last.Stamp == stamp) return last.Tokens;
            if (stamp.IsMissing && last.Tokens.Result.Count > 0) throw Gone();
        }

        var read = new Known(stamp, Task.FromResult(Load()));
        known = read;
        return read.Tokens;
    }

    public Task AddAsync(AccessToken token, CancellationToken cancellationToken) =>
        Task.Run(() => Change(tokens => tokens.Adding(token), cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AccessToken>> RevokeAsync(string idOrName, DateTimeOffset time,
        CancellationToken cancellationToken) =>
        Task.Run(() => Change(tokens => tokens.Revoking(idOrName, time), cancellationToken).Matching(idOrName),
            cancellationToken);

    /// <summary>Restores the tokens of a backup together with something else, while nobody else changes them.</summary>
    /// <param name="backup">The tokens of the backup.</param>
    /// <param name="restore">Restores the rest; it is given what writes the token file into another folder, from which it is
    /// moved here.</param>
    /// <param name="cancellationToken">Ends the wait for other writers.</param>
    /// <exception cref="PassthroughException">The tokens that are there cannot be read or written.</exception>
    public T Restore<T>(IReadOnlyList<AccessToken> backup, Func<Action<string>, T> restore, CancellationToken cancellationToken)
    {
        using var held = Acquire(cancellationToken);
        var tokens = Load().Joining(backup);
        return restore(folder => Write(System.IO.Path.Combine(folder, System.IO.Path.GetFileName(Path)), tokens));
    }

    public Task<bool> AddFirstAsync(AccessToken token, DateTimeOffset time, CancellationToken cancellationToken) => ChangeIfAsync(
        tokens => tokens.Any(other => OneTimeAdmin.IsAdmin(other, time) && other.Name != OneTimeAdmin.Name)
            ? null
            : ((IReadOnlyList<AccessToken>)[.. tokens.Where(static other => other.Name != OneTimeAdmin.Name)]).Adding(token),
        cancellationToken);

    public Task<bool> ExchangeAsync(string id, AccessToken token, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeIfAsync(
            tokens => tokens.Find(id)?.StateAt(time) == TokenState.Active ? tokens.Revoking(id, time).Adding(token) : null,
            cancellationToken);

    private Task<bool> ChangeIfAsync(
        Func<IReadOnlyList<AccessToken>, IReadOnlyList<AccessToken>?> change, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            bool isChanged = false;
            Change(
                tokens =>
                {
                    var changed = change(tokens);
                    isChanged = changed is not null;
                    return changed ?? tokens;
                },
                cancellationToken);
            return isChanged;
        },
        cancellationToken);

    private IReadOnlyList<AccessToken> Change(Func<IReadOnlyList<AccessToken>, IReadOnlyList<AccessToken>> change,
        CancellationToken cancellationToken)
    {
        using var held = Acquire(cancellationToken);
        var before = Load();
        var tokens = change(before);
        if (!ReferenceEquals(tokens, before)) Write(Path, tokens);
        return tokens;
    }

    private void Write(string path, IReadOnlyList<AccessToken> tokens)
    {
        try
        {
            // A first file gets the lock's owner and permissions, which are private, and the lock the folder's owner: who makes a
            // token as root makes it for the account that the server runs as.
            bool isFirst = !File.Exists(Path);
            FileOwner.TryCopy(isFirst ? paths.Directory : Path, paths.Lock);
            if (isFirst) MakePrivate(paths.Lock);
            AtomicFile.Write(path, like: isFirst ? paths.Lock : Path, stream => TokenFile.Write(stream, tokens),
                mustKeepOwner: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PassthroughException(
                ErrorId.StoreAccessDenied,
                $"Token file '{Path}' cannot be changed: {Reason.Of(e.Message)}. Nothing changed. Run the command as the "
                + "account that the server runs as, or as root.",
                Path,
                e);
        }
        catch (IOException e)
        {
            throw new PassthroughException(
                ErrorId.StoreWriteFailed,
                $"Token file '{Path}' cannot be written: {Reason.Of(e.Message)}. Nothing changed. Free space on its disk and "
                + "try again.", Path, e);
        }
    }

    private StoreLock Acquire(CancellationToken cancellationToken)
    {
        try
        {
            return StoreLock.Acquire(paths, LockPatience, cancellationToken);
        }
        catch (PassthroughException e) when (e.Id == ErrorId.StoreAccessDenied)
        {
            throw new PassthroughException(
                ErrorId.StoreAccessDenied,
                $"Token file '{Path}' cannot be changed: its folder does not allow it. Run the command as the account that the "
                + "server runs as.", Path, e);
        }
    }

    private IReadOnlyList<AccessToken> Load()
    {
        try
        {
            ForeignLink.Refuse(Path);
            if (FileStamp.Of(Path).Length > MaxLength) throw new FormatException("it is longer than 16 MB");
            return TokenFile.Read(AtomicFile.ReadShared(Path));
        }
        catch (FileNotFoundException)
        {
            return [];
        }
        catch (NotSupportedException e)
        {
            throw new PassthroughException(ErrorId.StoreVersionUnsupported,
                $"Token file '{Path}': {e.Message}. Update the server.", Path, e);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new PassthroughException(
                ErrorId.StoreCorrupt,
                $"Token file '{Path}' is damaged: {Reason.Of(e.Message)}. Nothing was changed. Restore it from a backup, or "
                + "move it away and make new tokens.", Path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PassthroughException(
                ErrorId.StoreAccessDenied,
                $"Token file '{Path}' cannot be read: {Reason.Of(e.Message)}. Check that it is a file, and that its owner is "
                + "the account that the server runs as.", Path, e);
        }
    }

    // Somebody has moved it away: that is no revocation.
    private PassthroughException Gone() => new(
        ErrorId.StoreNotFound, $"Token file '{Path}' is gone, and had tokens. Put it back, or make new ones: token create", Path);

    private static void MakePrivate(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private sealed record Known(FileStamp Stamp, Task<IReadOnlyList<AccessToken>> Tokens);
}
