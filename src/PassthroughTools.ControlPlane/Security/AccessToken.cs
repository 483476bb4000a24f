using System.Security.Cryptography;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>What is stored of a token: everything but its secret, of which there is only a salted hash. Times are UTC.</summary>
internal sealed record AccessToken
{
    /// <summary>
    /// The part of the token's text that finds it: <see cref="TokenText.IdLength"/> small letters and digits of base32.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>Who holds it, as <see cref="TokenName"/> allows; several tokens may have one name.</summary>
    public required string Name { get; init; }

    /// <summary>What the holder may do.</summary>
    public required TokenRole Role { get; init; }

    /// <summary>The salt, <see cref="TokenHash.SaltLength"/> bytes.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>The hash, <see cref="TokenHash.Length"/> bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The iterations of the hash.</summary>
    public required int Iterations { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>From when on it is not good any more; null: never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was withdrawn; null: it was not.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>Whether it is good at a time.</summary>
    public TokenState StateAt(DateTimeOffset time)
    {
        if (Revoked is not null) return TokenState.Revoked;
        return Expires <= time ? TokenState.Expired : TokenState.Active;
    }

    /// <summary>Whether the other one has the same secret: the same salt, iterations and hash.</summary>
    public bool HasSecretOf(AccessToken other) =>
        Iterations == other.Iterations && Salt.AsSpan().SequenceEqual(other.Salt)
            && CryptographicOperations.FixedTimeEquals(Hash, other.Hash);

    /// <summary>Checks what was read from a store.</summary>
    /// <exception cref="FormatException">A value is out of its range; the message is a clause.</exception>
    public void Check()
    {
        if (!TokenText.IsId(Id)) throw new FormatException("a token's id is not 8 small letters and digits of base32");
        if (!TokenName.IsValid(Name)) throw new FormatException($"the name of token '{Id}' is not valid: it {TokenName.Rule}");
        if (Salt.Length != TokenHash.SaltLength || Hash.Length != TokenHash.Length)
            throw new FormatException($"salt or hash of token '{Id}' have a wrong length");
        if (Iterations is < 1 or > TokenHash.MaxIterations)
            throw new FormatException($"the iterations of token '{Id}' are out of range");
    }
}
