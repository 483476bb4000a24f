using System.Runtime.InteropServices;

namespace PassthroughTools.Files;

/// <summary>
/// Owner and group of a file, which one that replaces it must keep: what root writes for a server, the server's account reads.
/// Linux only: Windows keeps them by itself, and elsewhere the file is its writer's.
/// </summary>
internal static class FileOwner
{
    // statx(2): the structure is the same on every architecture, unlike that of stat(2).
    private const int AtCurrentFolder = -100, NoFollow = 0x100;
    private const int StatxLength = 256, UidOffset = 20, GidOffset = 24, ModeOffset = 28;
    private const uint StatxTypeModeUidGid = 0x1 | 0x2 | 0x8 | 0x10;

    /// <summary>The number of the account that this process runs as; null where it is not known.</summary>
    public static uint? OwnAccount => RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? NativeMethods.geteuid() : null;

    /// <summary>Gives a file the owner and group of another file or folder; false where this account may not.</summary>
    /// <param name="from">Whose owner; where there is none, or none that is known, nothing is done.</param>
    /// <param name="to">What gets it.</param>
    public static bool TryCopy(string from, string to)
    {
        if (StatusOf(from) is not { } wanted || StatusOf(to) is not { } own
            || (wanted.User, wanted.Group) == (own.User, own.Group)) return true;
        return NativeMethods.lchown(to, wanted.User, wanted.Group) == 0;
    }

    /// <summary>Whose a file or folder is and who may do what with it; null where there is none, or it is not known.</summary>
    /// <param name="path">The file.</param>
    /// <param name="ofLink">Whether a link itself is meant, and not what it points to.</param>
    public static FileStatus? StatusOf(string path, bool ofLink = false)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux)) return null;
        var status = new byte[StatxLength];
        try
        {
            if (NativeMethods.statx(AtCurrentFolder, path, ofLink ? NoFollow : 0, StatxTypeModeUidGid, status) != 0) return null;
            var (user, group) = (BitConverter.ToUInt32(status, UidOffset), BitConverter.ToUInt32(status, GidOffset));
            return new FileStatus(user, group, BitConverter.ToUInt16(status, ModeOffset));
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
        public static extern int statx(int folder, [MarshalAs(UnmanagedType.LPStr)] string path, int flags, uint mask,
            [Out] byte[] status);

        [DllImport("libc")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern uint geteuid();

        [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int lchown([MarshalAs(UnmanagedType.LPStr)] string path, uint owner, uint group);
    }
}
