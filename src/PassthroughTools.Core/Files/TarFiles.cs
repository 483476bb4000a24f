using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace PassthroughTools.Files;

/// <summary>
/// The files in a .tar or .tgz: ustar with the long names of GNU and of pax. Read from the beginning to the end, as far as a
/// bound on what comes out.
/// </summary>
internal sealed class TarFiles
{
    /// <summary>The most that an archive may unpack to, of which all but the lists is passed over.</summary>
    private const long MaxUnpacked = 8L * 1024 * 1024 * 1024;

    private const int Block = 512;
    private const int MaxLongName = 64 * 1024;

    private readonly string path;
    private readonly Stream stream;
    private long unpacked;

    private TarFiles(string path, Stream stream)
    {
        this.path = path;
        this.stream = stream;
    }

    /// <exception cref="Errors.PassthroughException">FileNotFound, AccessDenied, InputMalformed.</exception>
    public static IEnumerable<TreeFile> Of(string path)
    {
        using var file = InputFile.Open(path);
        foreach (var entry in new TarFiles(path, file).All()) yield return entry;
    }

    /// <exception cref="Errors.PassthroughException">FileNotFound, AccessDenied, InputMalformed.</exception>
    public static IEnumerable<TreeFile> OfGZip(string path)
    {
        using var file = InputFile.Open(path);
        using var plain = new GZipStream(file, CompressionMode.Decompress);
        foreach (var entry in new TarFiles(path, plain).All()) yield return entry;
    }

    private IEnumerable<TreeFile> All()
    {
        var header = new byte[Block];
        string? longName = null;
        for (bool isFirst = true; ; isFirst = false)
        {
            int read = Guarded(() => stream.ReadUpTo(header, Block));
            if (read < Block) throw Malformed.Whole(path, isFirst ? NoTar : TooEarly);
            if (Array.TrueForAll(header, static b => b == 0)) yield break;
            if (!IsHeader(header)) throw Malformed.Whole(path, isFirst ? NoTar : "the archive is damaged");
            long size = Number(header, 124, 12);
            if (size < 0 || (unpacked += Block + size) > MaxUnpacked)
                throw Malformed.Whole(path, $"it unpacks to more than {MaxUnpacked >> 30} GB; unpack it and {FileTree.Narrower}");
            var name = longName ?? Name(header);
            longName = null;
            long padded = (size + Block - 1) / Block * Block;
            switch ((char)header[156])
            {
                case 'L' or 'x' when size <= MaxLongName:
                    var bytes = new byte[padded];
                    if (Guarded(() => stream.ReadUpTo(bytes, bytes.Length)) < bytes.Length) throw Malformed.Whole(path, TooEarly);
                    longName = header[156] == 'L' ? Text(bytes, 0, (int)size) : PaxPath(Text(bytes, 0, (int)size)) ?? name;
                    continue;
                case '0' or '\0' or '7' when size == 0:
                    yield return TreeFile.Without(name, "it is empty");
                    break;
                case '0' or '\0' or '7':
                    var content = new TarContent(stream, size);
                    yield return TreeFile.Of(name, () => content);
                    padded -= size - content.Left;
                    break;
                case '1' or '2':
                    yield return TreeFile.Without(name, FileTree.NotFollowed);
                    break;
            }

            if (Guarded(() => stream.Skip(padded)) < padded) throw Malformed.Whole(path, TooEarly);
        }
    }

    private const string TooEarly = "the archive ends too early";
    private const string NoTar = "it is compressed and no archive of files (.tgz); unpack it first";

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw Malformed.Whole(path, $"the archive is damaged: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>The header has a sum of its bytes, the sum itself counting as blanks.</summary>
    private static bool IsHeader(byte[] header)
    {
        const int at = 148, length = 8;
        long sum = 0;
        for (int i = 0; i < Block; i++) sum += i is >= at and < at + length ? ' ' : header[i];
        return Number(header, at, length) == sum;
    }

    /// <summary>A number in octal digits, or in binary where the first bit is set; -1 where it is neither.</summary>
    private static long Number(byte[] header, int at, int length)
    {
        long number = 0;
        if ((header[at] & 0x80) != 0)
        {
            for (int i = at + length - 8; i < at + length; i++) number = (number << 8) | header[i];
            return number;
        }

        foreach (char c in Text(header, at, length).Trim())
        {
            if (c is < '0' or > '7') return -1;
            number = number * 8 + (c - '0');
        }

        return number;
    }

    private static string Name(byte[] header)
    {
        var prefix = Text(header, 257, 5) == "ustar" ? Text(header, 345, 155) : "";
        var name = Text(header, 0, 100);
        return prefix.Length == 0 ? name : $"{prefix}/{name}";
    }

    /// <summary>The path in a pax header, whose lines are "length key=value".</summary>
    private static string? PaxPath(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            const string key = " path=";
            int at = line.IndexOf(key, StringComparison.Ordinal);
            bool isPath = at > 0 && int.TryParse(line.Substring(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out _);
            if (isPath) return line.Substring(at + key.Length);
        }

        return null;
    }

    private static string Text(byte[] bytes, int at, int length)
    {
        int end = Array.IndexOf(bytes, (byte)0, at, length);
        return Encoding.UTF8.GetString(bytes, at, (end < 0 ? at + length : end) - at);
    }
}
