using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.TestHost;

/// <summary>A token with a quick hash: hundreds are made in a run, and slow ones have tests of their own.</summary>
internal sealed class QuickToken
{
    private const int Iterations = 1;

    private readonly string id = TokenText.NewId();
    private readonly string secret = TokenText.NewSecret();
    private readonly byte[] salt = TokenHash.NewSalt();

    public string Text => TokenText.Of(id, secret);

    /// <summary>The token in the name of a user: the same text on every server.</summary>
    public AccessToken For(string user, TokenRole role = TokenRole.Admin, DateTimeOffset? expires = null) => new()
    {
        Id = id,
        Name = user,
        Role = role,
        Salt = salt,
        Hash = TokenHash.Compute(secret, salt, Iterations),
        Iterations = Iterations,
        Created = DateTimeOffset.UtcNow,
        Expires = expires,
    };
}
