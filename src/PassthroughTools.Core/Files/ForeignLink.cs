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

    /// <summary>Refuses a path that is such a link.</summary>
    /// <exception cref="PassthroughException">StoreAccessDenied.</exception>
    public static void Refuse(string path)
    {
        if (!Is(path)) return;
        throw new PassthroughException(
            ErrorId.StoreAccessDenied,
            $"'{path}' is a symbolic link of another account, in a folder that others may write to, and is not followed. "
            + "Nothing was changed. Remove the link, and keep the store in a folder of its own account.",
            path);
    }

    private static bool Is(string path)
    {
        if (FileOwner.StatusOf(path, ofLink: true) is not { IsLink: true } link || FileOwner.OwnAccount is not { } own)
            return false;
        if (FileOwner.StatusOf(Path.GetDirectoryName(Path.GetFullPath(path))!) is not { } folder
            || (folder.Mode & WritableByOthers) == 0) return false;
        return link.User != own && link.User != Root && link.User != folder.User;
    }
}
