using System.Text;
using System.Text.RegularExpressions;

namespace PassthroughTools.Core.Tests.Backends.Support;

/// <summary>Damages bytes and JSON text, the same way for the same seed.</summary>
internal sealed partial class Mutator(int seed)
{
    private static readonly string[] NastyValues =
    [
        "-1", "0", "1e9999", "-0.0", "NaN", "Infinity", "2147483648", "9223372036854775807", "9223372036854775808", new('9', 500),
        "0x7fffffff", "null", "true",
        "undefined", "[]", "{}", "\"\"", "\"\\ud83d\"", "\"\\u0000\"", "\"\\q\"", "'single'", "new Date(0)", "/* comment */ 1",
        "/* open", "// line", "\"2024-02-29T00:00:00Z\"",
        "\"0000:10:00.0\"", "\"HostSystem-host-2\"", "\"VirtualMachine-vm-10\"", "\"poweredOn\"", "\"dynamic\"", "13000",
        "\u00a0", "\ufeff",
    ];

    private static readonly byte[][] NastyBytes = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x00],
        [0x0a], [0x0d], [0xef, 0xbb, 0xbf], [0xfe, 0xff], [0x22], [0x7b]];

    private readonly Random random = new(seed);

    public bool Chance(int oneIn) => random.Next(oneIn) == 0;

    public int Next(int below) => random.Next(below);

    /// <summary>The bytes with one to four damages.</summary>
    public byte[] Bytes(byte[] bytes)
    {
        var damaged = bytes.ToList();
        for (int i = Damages(); i > 0 && damaged.Count > 0; i--) Damage(damaged);
        return [.. damaged];
    }

    /// <summary>JSON text with one to four of its values or property names replaced, or parts of it nested deeply.</summary>
    public string Json(string text)
    {
        for (int i = Damages(); i > 0; i--)
        {
            var tokens = Tokens().Matches(text);
            if (tokens.Count == 0) break;
            var token = tokens[random.Next(tokens.Count)];
            text = string.Concat(text.AsSpan(0, token.Index), Replacement(token.Value, tokens),
                text.AsSpan(token.Index + token.Length));
        }

        return text;
    }

    private int Damages() => Chance(2) ? 1 : random.Next(2, 5);

    private string Replacement(string token, MatchCollection tokens)
    {
        int depth = random.Next(1, 3000);
        return random.Next(10) switch
        {
            0 => string.Concat(Enumerable.Repeat("[", depth)),
            1 => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', random.Next(2) * depth),
            2 => "\"" + new string(Chance(2) ? 'x' : '\u00e4', random.Next(1, Chance(20) ? 100_000 : 5000)) + "\"",
            3 or 4 => tokens[random.Next(tokens.Count)].Value,
            5 => token + token,
            6 => "",
            _ => NastyValues[random.Next(NastyValues.Length)],
        };
    }

    private void Damage(List<byte> bytes)
    {
        int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 64), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, bytes.Count - at); break;
            case 3: bytes.RemoveRange(at, length); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length)); break;
            case 5: bytes.InsertRange(at, NastyBytes[random.Next(NastyBytes.Length)]); break;
            case 6: bytes.InsertRange(at, Encoding.UTF8.GetBytes(NastyValues[random.Next(NastyValues.Length)])); break;
            default:
                var noise = new byte[length];
                random.NextBytes(noise);
                bytes.InsertRange(at, noise);
                break;
        }
    }

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""|-?\d[\d.]*|true|false|null|[\[\]{}:,]", RegexOptions.None,
        matchTimeoutMilliseconds: 2000)]
    private static partial Regex Tokens();
}
