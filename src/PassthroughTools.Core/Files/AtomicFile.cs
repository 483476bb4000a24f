using System.Reflection;
using System.Runtime.InteropServices;

namespace PassthroughTools.Files;

/// <summary>Files that are replaced as a whole or not at all, and survive a loss of power once they are.</summary>
internal static class AtomicFile
{
    // A hundred times a large inventory: whatever is longer is no store, and would not fit an array at twice this.
    private const long MaxLength = 1L << 30;
    private const int BufferSize = 64 * 1024;
    private const string Temporary = ".tmp";

    // .NET 7 and later have them, which netstandard2.0 does not know; on Windows a replaced file keeps its access list.
    private static readonly MethodInfo? GetMode = typeof(File).GetMethod("GetUnixFileMode", [typeof(string)]);
    private static readonly MethodInfo? SetMode = GetMode is null
        ? null
        : typeof(File).GetMethod("SetUnixFileMode", [typeof(string), GetMode.ReturnType]);

    /// <summary>Writes a file beside its place, flushes it to the disk, and renames it into its place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="like">A file whose owner and permissions it gets, where there is one: a store that others may not read stays
    /// so.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <param name="mustKeepOwner">Whether nothing is written where this account may not give it the owner.</param>
    /// <param name="isPrivate">Whether it is its owner's alone where there is none whose permissions it gets.</param>
    /// <exception cref="UnauthorizedAccessException">It may not write there, or must keep an owner and may not.</exception>
    public static void Write(string path, string like, Action<Stream> write, bool mustKeepOwner = false, bool isPrivate = false)
    {
        RemoveLeftovers(path);

        // Nobody can have put a file or a link there: the name is random, and CreateNew follows none.
        var temporary = $"{path}.{Guid.NewGuid():N}{Temporary}";
        try
        {
            using (var stream = Create(temporary, isPrivate || File.Exists(like)))
            {
                if (!FileOwner.TryCopy(like, temporary) && mustKeepOwner)
                    throw new UnauthorizedAccessException("it belongs to another account, which this one cannot keep it for");
                CopyMode(like, temporary);
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            Replace(temporary, path);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    private static FileStream Create(string path, bool isPrivate) => isPrivate
        ? PrivateFile.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize)
        : new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);

    /// <summary>Removes what processes left that died while they wrote. What is being written is locked.</summary>
    private static void RemoveLeftovers(string path)
    {
        foreach (var leftover in Siblings(path).Where(static name => name.EndsWith(Temporary, StringComparison.Ordinal)))
        {
            try
            {
                new FileStream(leftover, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1).Dispose();
                File.Delete(leftover);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody writes it, or it is another account's.
            }
        }
    }

    private static string[] Siblings(string path)
    {
        try
        {
            return Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path) + ".*");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that may be written to and not listed, or that is not there, as the writing tells.
            return [];
        }
    }

    /// <summary>Renames a file that is to stay on the disk under its new name.</summary>
    public static void Rename(string path, string newPath)
    {
        File.Move(path, newPath);
        FlushDirectory(Path.GetDirectoryName(newPath)!);
    }

    /// <summary>Renames a file that is to stay on the disk in the place of another, or where there is none.</summary>
    public static void Replace(string path, string newPath)
    {
        if (File.Exists(newPath)) File.Replace(path, newPath, null);
        else File.Move(path, newPath);
        FlushDirectory(Path.GetDirectoryName(newPath)!);
    }

    /// <summary>Renames a folder that is to stay on the disk under its new name.</summary>
    public static void RenameFolder(string path, string newPath)
    {
        Directory.Move(path, newPath);
        FlushDirectory(Path.GetDirectoryName(newPath)!);
    }

    /// <summary>The bytes of a file that another process may be writing, renaming or replacing.</summary>
    /// <exception cref="FormatException">They are more than a store has.</exception>
    public static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        return ReadFrom(stream, 0);
    }

    /// <summary>The bytes of an open file from an offset to its end of now.</summary>
    /// <exception cref="FormatException">They are more than a store has.</exception>
    public static byte[] ReadFrom(FileStream stream, long offset)
    {
        long length = Math.Max(0, stream.Length - offset);
        if (length > MaxLength) throw new FormatException("the file is longer than 1 GB");
        stream.Seek(offset, SeekOrigin.Begin);
        var bytes = new byte[length];
        int read = 0;
        while (read < bytes.Length)
        {
            int count = stream.Read(bytes, read, bytes.Length - read);
            if (count == 0) break;
            read += count;
        }

        if (read < bytes.Length) Array.Resize(ref bytes, read);
        return bytes;
    }

    private static void CopyMode(string from, string to)
    {
        if (SetMode is null || RuntimeInformation.IsOSPlatform(OSPlatform.Windows) || !File.Exists(from)) return;
        try
        {
            SetMode.Invoke(null, [to, GetMode!.Invoke(null, [from])]);
        }
        catch (TargetInvocationException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            // A file system without permissions.
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next write to this place removes it.
        }
    }

    /// <summary>
    /// Flushes a directory, without which Linux and macOS may forget a rename at a loss of power. Windows flushes it with the
    /// file.
    /// </summary>
    private static void FlushDirectory(string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)) return;
        int handle = NativeMethods.open(path, 0);
        if (handle < 0) return;
        _ = NativeMethods.fsync(handle);
        _ = NativeMethods.close(handle);
    }

    private static class NativeMethods
    {
        [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int open([MarshalAs(UnmanagedType.LPStr)] string path, int flags);

        [DllImport("libc")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int fsync(int handle);

        [DllImport("libc")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int close(int handle);
    }
}
