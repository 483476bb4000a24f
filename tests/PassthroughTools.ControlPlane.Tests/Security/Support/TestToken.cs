using System.Text;
using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.ControlPlane.Tests.Security.Support;

/// <summary>A token whose hash is quick, and what its holder and others send.</summary>
internal sealed class TestToken
{
    private const int QuickIterations = 100;

    private TestToken(AccessToken stored, string secret)
    {
        Stored = stored;
        Secret = secret;
    }

    public AccessToken Stored { get; }

    public string Secret { get; }

    public string Text => TokenText.Of(Stored.Id, Secret);

    public string Bearer => "Bearer " + Text;

    /// <summary>Of the same shape and id, with another secret.</summary>
    public string WrongBearer => "Bearer " + TokenText.Of(Stored.Id, TokenText.NewSecret());

    public static TestToken Make(
        TokenRole role = TokenRole.Reader,
        string name = "ci",
        DateTimeOffset? expires = null,
        DateTimeOffset? revoked = null,
        int iterations = QuickIterations)
    {
        var (secret, salt) = (TokenText.NewSecret(), TokenHash.NewSalt());
        var stored = new AccessToken
        {
            Id = TokenText.NewId(),
            Name = name,
            Role = role,
            Salt = salt,
            Hash = TokenHash.Compute(secret, salt, iterations),
            Iterations = iterations,
            Created = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Expires = expires,
            Revoked = revoked,
        };
        return new TestToken(stored, secret);
    }

    public string Basic(string? name = null) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name ?? Stored.Name}:{Text}"));
}
