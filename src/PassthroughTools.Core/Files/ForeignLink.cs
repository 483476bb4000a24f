using PassthroughTools.Errors;

namespace PassthroughTools.Files;

/// <summary>
/// Symbolic links that somebody else could have put where a store's file is expected, so that what is written or believed is
/// another file: those in a folder that others may write to, unless they are this account's, root's or the folder's owner's.
/// Linux does likewise for folders such as /tmp (fs.protected_symlinks).
/// </summary>
internal static class ForeignLink
{
    private const uint Root = 0, WritableByOthers = 0x12;

    // As many as Linux follows.
    private const int MaxLinks = 40;

    /// <summary>Refuses a file that is such a link, in a folder that was looked at before.</summary>
    /// <exception cref="PassthroughException">StoreAccessDenied.</exception>
    public static void Refuse(string path)
    {
        if (FileOwner.StatusOf(path, ofLink: true) is not { IsLink: true } link) return;
        if (FileOwner.StatusOf(Path.GetDirectoryName(Path.GetFullPath(path))!) is not { } folder) return;
        if (IsForeign(link, folder, isBelowShared: false)) throw Refusal(path);
    }

    /// <summary>
    /// Refuses a path on which such a link is: in a folder that others may write to, or in another account's folder below one.
    /// </summary>
    /// <exception cref="PassthroughException">StoreAccessDenied.</exception>
    public static void RefuseOnTheWay(string path)
    {
        if (FileOwner.OwnAccount is null) return;
        var left = Path.GetFullPath(path);
        for (int i = 0; i < MaxLinks && left is not null; i++) left = FollowFirst(left);
    }

    /// <summary>The path with the first link on it followed; null where there is none, or none that can be looked at.</summary>
    private static string? FollowFirst(string path)
    {
        var reached = Path.GetPathRoot(path)!;
        var parts = path.Substring(reached.Length).Split([Path.DirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        bool isBelowShared = false;
        for (int i = 0; i < parts.Length; i++)
        {
            if (FileOwner.StatusOf(reached) is not { } folder) return null;
            reached = Path.Combine(reached, parts[i]);
            if (FileOwner.StatusOf(reached, ofLink: true) is not { } status) return null;
            if (status.IsLink)
            {
                if (IsForeign(status, folder, isBelowShared)) throw Refusal(reached);
                return RealPath.TargetOf(reached) is { } target
                    ? Path.GetFullPath(Path.Combine([target, .. parts.Skip(i + 1)])) : null;
            }

            isBelowShared |= IsShared(folder);
        }

        return null;
    }

    private static bool IsForeign(FileStatus link, FileStatus folder, bool isBelowShared)
    {
        if (IsTrusted(link.User)) return false;

        // Who owns a folder that is shared by his own will may put there what he likes; one below another's may be a trap.
        return isBelowShared ? IsShared(folder) || !IsTrusted(folder.User) : IsShared(folder) && link.User != folder.User;
    }

    private static bool IsShared(FileStatus folder) => (folder.Mode & WritableByOthers) != 0;

    private static bool IsTrusted(uint user) => FileOwner.OwnAccount is not { } own || user == own || user == Root;

    private static PassthroughException Refusal(string path) => new(
        ErrorId.StoreAccessDenied,
        $"'{path}' is a symbolic link of another account, in or below a folder that others may write to, and is not followed. "
        + "Nothing was changed. Remove the link, and keep the store in a folder of its own account.",
        path);
}
