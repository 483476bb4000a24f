using System.Security.Cryptography;
using System.Text;

namespace PassthroughTools.Backends.JsonStore;

/// <summary>What detects damage: the first 64 bits of SHA-256, as 16 hexadecimal digits.</summary>
internal static class Checksum
{
    public const int Length = 16;

    public static string Of(byte[] bytes, int offset, int count)
    {
        using var sha = SHA256.Create();
        return Format(sha.ComputeHash(bytes, offset, count));
    }

    public static string Format(byte[] hash)
    {
        const string Digits = "0123456789abcdef";
        var text = new StringBuilder(Length);
        for (int i = 0; i < Length / 2; i++) text.Append(Digits[hash[i] >> 4]).Append(Digits[hash[i] & 15]);
        return text.ToString();
    }

    /// <summary>Whether the bytes at a place are the ASCII text.</summary>
    public static bool Matches(byte[] bytes, int offset, string text)
    {
        if (offset < 0 || offset + text.Length > bytes.Length) return false;
        for (int i = 0; i < text.Length; i++)
        {
            if (bytes[offset + i] != text[i]) return false;
        }

        return true;
    }
}
