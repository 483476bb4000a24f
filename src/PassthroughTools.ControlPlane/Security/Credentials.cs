using System.Text;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>What an Authorization header brings: a token, by Basic authentication with a name.</summary>
internal sealed class Credentials
{
    // Basic with the longest name has 170 letters.
    private const int MaxHeaderLength = 512;

    private Credentials(string? name, string token, string id, string secret)
    {
        Name = name;
        Token = token;
        Id = id;
        Secret = secret;
    }

    /// <summary>The user of Basic authentication; null with Bearer.</summary>
    public string? Name { get; }

    /// <summary>The whole token.</summary>
    public string Token { get; }

    /// <summary>The token's id.</summary>
    public string Id { get; }

    /// <summary>The token's secret.</summary>
    public string Secret { get; }

    /// <summary>Takes a header's value apart; null where it has not the shape of a token in a known scheme.</summary>
    public static Credentials? Parse(string header)
    {
        int space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || header.Length > MaxHeaderLength) return null;
        var scheme = header.AsSpan(0, space);
        var value = header.AsSpan(space).Trim(' ');
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return Of(null, value.ToString());
        return scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? Basic(value) : null;
    }

    private static Credentials? Basic(ReadOnlySpan<char> base64)
    {
        Span<byte> bytes = stackalloc byte[MaxHeaderLength];
        if (!Convert.TryFromBase64Chars(base64, bytes, out int length)) return null;
        var text = Encoding.UTF8.GetString(bytes[..length]);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : Of(text[..colon], text[(colon + 1)..]);
    }

    private static Credentials? Of(string? name, string token) =>
        TokenText.Parse(token) is var (id, secret) ? new Credentials(name, token, id, secret) : null;
}
