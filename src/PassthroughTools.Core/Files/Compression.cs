namespace PassthroughTools.Files;

/// <summary>Kinds of archives and of compression, known by the first bytes of a file.</summary>
internal static class Compression
{
    /// <summary>How many of a file's bytes tell its kind.</summary>
    public const int Looked = TarMagic + 5;

    private const int TarMagic = 257;

    private static readonly (string Name, int At, byte[] Magic)[] Kinds =
    [
        ("zip", 0, [(byte)'P', (byte)'K', 3, 4]),
        ("zip", 0, [(byte)'P', (byte)'K', 5, 6]),
        ("gzip", 0, [0x1f, 0x8b, 8]),
        ("bzip2", 4, [(byte)'1', (byte)'A', (byte)'Y', (byte)'&', (byte)'S', (byte)'Y']),
        ("xz", 0, [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]),
        ("7-Zip", 0, [(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c]),
        ("zstd", 0, [0x28, 0xb5, 0x2f, 0xfd]),
        ("lz4", 0, [0x04, 0x22, 0x4d, 0x18]),
        ("lzip", 0, [(byte)'L', (byte)'Z', (byte)'I', (byte)'P', 1]),
        ("compress", 0, [0x1f, 0x9d]),
        ("RAR", 0, [(byte)'R', (byte)'a', (byte)'r', (byte)'!', 0x1a, 7]),
        ("CAB", 0, [(byte)'M', (byte)'S', (byte)'C', (byte)'F', 0, 0, 0, 0]),
        ("tar", TarMagic, [(byte)'u', (byte)'s', (byte)'t', (byte)'a', (byte)'r']),
    ];

    /// <summary>The name of a file's kind, or null where it is none of them.</summary>
    /// <param name="start">The file's first bytes.</param>
    /// <param name="length">How many of them were read.</param>
    public static string? Of(byte[] start, int length)
    {
        foreach (var (name, at, magic) in Kinds)
        {
            bool isOne = length >= at + magic.Length;
            for (int i = 0; isOne && i < magic.Length; i++) isOne = start[at + i] == magic[i];
            if (isOne) return name;
        }

        return null;
    }
}
