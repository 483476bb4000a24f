using System.IO.Compression;
using System.Text;

namespace PassthroughTools.Files;

/// <summary>The files in a .zip.</summary>
internal static class ZipFiles
{
    /// <summary>The directory of an archive is read into memory as a whole: of so many bytes at most.</summary>
    private const long MaxDirectory = 32L * 1024 * 1024;

    private const int EndLength = 22;
    private const int MaxComment = 65535;

    /// <exception cref="Errors.PassthroughException">FileNotFound, AccessDenied, InputMalformed.</exception>
    public static IEnumerable<TreeFile> Of(string path)
    {
        using var stream = InputFile.Open(path);
        CheckDirectory(path, stream);
        using var archive = Guarded(path, () => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8));
        foreach (var entry in Guarded(path, () => archive.Entries))
        {
            if (entry.FullName.EndsWith("/", StringComparison.Ordinal)) continue;
            if (entry.Length == 0) yield return TreeFile.Without(entry.FullName, "it is empty");
            else yield return TreeFile.Of(entry.FullName, entry.Open);
        }
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw Malformed.Whole(path, $"the archive is damaged or protected: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>The end of the directory says where it begins. Archives with 64-bit sizes have more than this reads.</summary>
    private static void CheckDirectory(string path, Stream stream)
    {
        var tail = new byte[Math.Min(stream.Length, EndLength + MaxComment)];
        stream.Seek(-tail.Length, SeekOrigin.End);
        stream.ReadUpTo(tail, tail.Length);
        stream.Seek(0, SeekOrigin.Begin);
        for (int i = tail.Length - EndLength; i >= 0; i--)
        {
            if (BitConverter.ToUInt32(tail, i) != 0x06054b50) continue;
            long begin = BitConverter.ToUInt32(tail, i + 16);
            if (begin != uint.MaxValue && stream.Length - tail.Length + i - begin <= MaxDirectory) return;
            throw Malformed.Whole(path, "the archive is too large to be read here; unpack it and give its folder");
        }

        throw Malformed.Whole(path, "the archive ends too early");
    }
}
