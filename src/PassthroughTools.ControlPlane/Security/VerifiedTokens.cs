using System.Collections.Concurrent;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>
/// Tokens whose secret was right, so that the slow hash is paid once. It says nothing about expiry and revocation, and only right
/// tokens get in: nobody can fill it by guessing.
/// </summary>
internal sealed class VerifiedTokens
{
    /// <summary>How many are remembered.</summary>
    public const int Capacity = 10_000;

    private readonly ConcurrentDictionary<TokenKey, AccessToken> tokens = new();

    /// <summary>How many are remembered now.</summary>
    public int Count => tokens.Count;

    /// <summary>Whether the token of this key was right for what the store has now.</summary>
    public bool Has(TokenKey key, AccessToken? token) =>
        token is not null && tokens.TryGetValue(key, out var verified) && verified.HasSecretOf(token);

    /// <summary>Remembers that the token of this key is right; where there is no room another one is forgotten.</summary>
    public void Add(TokenKey key, AccessToken token)
    {
        if (tokens.Count >= Capacity) ForgetOne();
        tokens[key] = token;
    }

    private void ForgetOne()
    {
        foreach (var (key, _) in tokens)
        {
            if (tokens.TryRemove(key, out _)) return;
        }
    }
}
