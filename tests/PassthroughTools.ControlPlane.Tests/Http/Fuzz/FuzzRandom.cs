using System.Text;

namespace PassthroughTools.ControlPlane.Tests.Http.Fuzz;

/// <summary>Random choices, the same for the same seed.</summary>
internal sealed class FuzzRandom(int seed)
{
    private static readonly string[] Texts =
    [
        "", " ", "x", "\0", "\t", "\r\n", "\"", "\\", "'", "{}", "[]", "null", "true", "-1", "0", "1e999", "NaN",
        "../../etc/passwd", "%s%n", "<script>", "' or 1=1 --", "*", "?", "**?*",
        "\u00e4\u00f6", "\u4e2d\u6587", "\ud83d\ude00", "\u202eabc", "\u0000", "\u2028", "\ufeff", "\uffff", "e\u0301",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        "2147483648", "0000:41:00.0", "41:00.0", "0000:ff:1f.7", "10de:1eb8", "ffff:ffff", "HostSystem-host-1",
        "VirtualMachine-vm-3", "esxi01.domain.com", "directPath", "a/b", "a%2fb", ";", ",", "=", "&", "#",
    ];

    private readonly Random random = new(seed);

    public int Next(int below) => random.Next(below);

    /// <summary>Whether something happens that happens in so many of a hundred cases.</summary>
    public bool In(int percent) => random.Next(100) < percent;

    public T Of<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    /// <summary>A number, mostly an odd one.</summary>
    public long Number() => random.Next(8) switch
    {
        0 => long.MaxValue,
        1 => long.MinValue,
        2 => int.MaxValue,
        3 => -1,
        4 => 0,
        5 => 1L << random.Next(63),
        _ => random.Next(2000) - 1000,
    };

    /// <summary>Some text, sometimes a long one.</summary>
    public string Text()
    {
        if (In(70)) return Of(Texts);
        var text = new StringBuilder();
        for (int length = In(3) ? Next(100_000) : Next(40), i = 0; i < length; i++)
            text.Append((char)(In(90) ? 32 + Next(95) : Next(0xd800)));
        return text.ToString();
    }

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Changes, adds or takes away some bytes.</summary>
    public byte[] Damaged(byte[] bytes)
    {
        var list = new List<byte>(bytes);
        for (int times = 1 + Next(3); times > 0 && list.Count > 0; times--)
        {
            int place = Next(list.Count);
            switch (Next(5))
            {
                case 0: list[place] ^= (byte)(1 << Next(8)); break;
                case 1: list[place] = (byte)Next(256); break;
                case 2: list.InsertRange(place, Bytes(1 + Next(8))); break;
                case 3: list.RemoveRange(place, Math.Min(1 + Next(8), list.Count - place)); break;
                default: list.RemoveRange(place, list.Count - place); break;
            }
        }

        return [.. list];
    }
}
