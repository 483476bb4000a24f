using System.Security.Cryptography;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>The salted hash of a token's secret: PBKDF2-HMAC-SHA256.</summary>
internal static class TokenHash
{
    /// <summary>
    /// Iterations of a new hash: the least of RFC 8018, section 4.2. A secret is 256 random bits, which nobody guesses however
    /// fast; a slow hash is for passwords, and would let a flood of wrong tokens keep right ones waiting. Source: NIST SP
    /// 800-63B, section 5.1.2.2, which asks for a one-way hash of secrets of 112 bits and more, and for slow ones of shorter
    /// secrets only.
    /// </summary>
    public const int Iterations = 1000;

    /// <summary>The most that a store may ask for: some seconds, so that no damaged store keeps a processor for long.</summary>
    public const int MaxIterations = 10_000_000;

    /// <summary>Bytes of a salt.</summary>
    public const int SaltLength = 16;

    /// <summary>Bytes of a hash.</summary>
    public const int Length = 32;

    // What an unknown id is compared with: the same work, and nothing that could be equal.
    private static readonly byte[] NobodysSalt = NewSalt();
    private static readonly byte[] NobodysHash = RandomNumberGenerator.GetBytes(Length);

    /// <summary>
    /// Whether a check takes a fraction of a millisecond. Of a token that an older version made it takes 0.1 s.
    /// </summary>
    public static bool IsQuick(AccessToken? token) => token is null || token.Iterations <= Iterations;

    /// <summary>A random salt.</summary>
    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltLength);

    /// <summary>The hash of a secret.</summary>
    public static byte[] Compute(string secret, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(secret, salt, iterations, HashAlgorithmName.SHA256, Length);

    /// <summary>Whether the secret is the token's; without a token it takes as long to say no.</summary>
    public static bool Matches(AccessToken? token, string secret)
    {
        var computed = Compute(secret, token?.Salt ?? NobodysSalt, token?.Iterations ?? Iterations);
        return CryptographicOperations.FixedTimeEquals(computed, token?.Hash ?? NobodysHash) && token is not null;
    }
}
