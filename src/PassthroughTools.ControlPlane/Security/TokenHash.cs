using System.Security.Cryptography;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>The slow hash of a token's secret: PBKDF2-HMAC-SHA256.</summary>
internal static class TokenHash
{
    /// <summary>
    /// Iterations of a new hash: what OWASP asks for PBKDF2-HMAC-SHA256. Source:
    /// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html (PBKDF2).
    /// </summary>
    public const int Iterations = 600_000;

    /// <summary>The most that a store may ask for: some seconds, so that no damaged store keeps a processor for long.</summary>
    public const int MaxIterations = 10_000_000;

    /// <summary>Bytes of a salt.</summary>
    public const int SaltLength = 16;

    /// <summary>Bytes of a hash.</summary>
    public const int Length = 32;

    // What an unknown id is compared with: the same work, and nothing that could be equal.
    private static readonly byte[] NobodysSalt = NewSalt();
    private static readonly byte[] NobodysHash = RandomNumberGenerator.GetBytes(Length);

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
