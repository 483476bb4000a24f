using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>The text of a token, which only its holder has: ptt_&lt;id&gt;_&lt;secret&gt;.</summary>
internal static class TokenText
{
    /// <summary>What every token begins with, so that scanners for leaked secrets find it.</summary>
    public const string Prefix = "ptt_";

    /// <summary>Letters of an id.</summary>
    public const int IdLength = 8;

    /// <summary>Letters of a whole token.</summary>
    public const int Length = 4 + IdLength + 1 + SecretLength;

    private const int SecretBytes = 32;

    // 32 bytes in base64url without padding.
    private const int SecretLength = 43;
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static readonly SearchValues<char> IdLetters = SearchValues.Create(Base32);
    private static readonly SearchValues<char> SecretLetters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>A random id.</summary>
    public static string NewId() => RandomNumberGenerator.GetString(Base32, IdLength);

    /// <summary>A random secret of 256 bits in base64url.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The text of a token.</summary>
    public static string Of(string id, string secret) => $"{Prefix}{id}_{secret}";

    /// <summary>Whether a text has the shape of an id.</summary>
    public static bool IsId(string text) => text.Length == IdLength && !text.AsSpan().ContainsAnyExcept(IdLetters);

    /// <summary>Takes a token's text apart; null where the text has not the shape of a token.</summary>
    public static (string Id, string Secret)? Parse(string text)
    {
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_')
            return null;
        var (id, secret) = (text.Substring(Prefix.Length, IdLength), text[^SecretLength..]);
        return IsId(id) && !secret.AsSpan().ContainsAnyExcept(SecretLetters) ? (id, secret) : null;
    }
}
