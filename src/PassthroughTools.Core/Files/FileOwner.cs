using System.Runtime.InteropServices;

namespace PassthroughTools.Files;

/// <summary>
/// Owner and group of a file, which one that replaces it must keep: what root writes for a server, the server's account reads. Linux
/// only: Windows keeps them by itself, and elsewhere the file is its writer's.
/// </summary>
internal static class FileOwner
{
    // statx(2): the structure is the same on every architecture, unlike that of stat(2).
    private const int AtCurrentFolder = -100, StatxUid = 0x8, StatxGid = 0x10, StatxLength = 256, UidOffset = 20, GidOffset = 24;

    /// <summary>Gives a file the owner and group of another file or folder; false where this account may not.</summary>
    /// <param name="from">Whose owner; where there is none, or none that is known, nothing is done.</param>
    /// <param name="to">What gets it.</param>
    public static bool TryCopy(string from, string to)
    {
        if (Of(from) is not { } wanted || Of(to) is not { } own || wanted == own) return true;
        return NativeMethods.lchown(to, wanted.User, wanted.Group) == 0;
    }

    private static (uint User, uint Group)? Of(string path)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux)) return null;
        var status = new byte[StatxLength];
        try
        {
            return NativeMethods.statx(AtCurrentFolder, path, 0, StatxUid | StatxGid, status) == 0
                ? (BitConverter.ToUInt32(status, UidOffset), BitConverter.ToUInt32(status, GidOffset))
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library of before 2018.
            return null;
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int statx(int folder, [MarshalAs(UnmanagedType.LPStr)] string path, int flags, uint mask, [Out] byte[] status);

        [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int lchown([MarshalAs(UnmanagedType.LPStr)] string path, uint owner, uint group);
    }
}
