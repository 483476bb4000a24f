using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>A new token with its text, which exists only here and with whom it is given to.</summary>
internal sealed class IssuedToken
{
    private IssuedToken(AccessToken token, string text)
    {
        Token = token;
        Text = text;
    }

    /// <summary>What is stored.</summary>
    public AccessToken Token { get; }

    /// <summary>What its holder sends. It must get into no file, log or message.</summary>
    public string Text { get; }

    /// <summary>Makes a token; times are cut to whole seconds.</summary>
    /// <param name="name">Who holds it.</param>
    /// <param name="role">What the holder may do.</param>
    /// <param name="created">Now.</param>
    /// <param name="expires">From when on it is not good any more; null: never.</param>
    /// <exception cref="PassthroughException">ValueInvalid: the name is not valid, or the expiry is not in the
    /// future.</exception>
    public static IssuedToken Issue(string name, TokenRole role, DateTimeOffset created, DateTimeOffset? expires)
    {
        if (!TokenName.IsValid(name))
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"The token's name is not valid. Give one that {TokenName.Rule}.", nameof(name));
        if (expires <= created)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                FormattableString.Invariant(
                    $"Token '{name}' would expire at {expires:u}, which is not in the future. Give a later time, or 'never'."),
                name);
        }

        var (id, secret, salt) = (TokenText.NewId(), TokenText.NewSecret(), TokenHash.NewSalt());
        var token = new AccessToken
        {
            Id = id,
            Name = name,
            Role = role,
            Salt = salt,
            Hash = TokenHash.Compute(secret, salt, TokenHash.Iterations),
            Iterations = TokenHash.Iterations,
            Created = WholeSeconds(created),
            Expires = expires is { } time ? WholeSeconds(time) : null,
        };
        return new IssuedToken(token, TokenText.Of(id, secret));
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
