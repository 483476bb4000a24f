using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>
/// The tokens of a store and one administrator's token more, which lives in the memory of this process alone: for the first steps at
/// a server that nobody has a token of yet.
/// </summary>
internal sealed class OneTimeAdmin : ITokenSource
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private readonly ITokenSource store;
    private readonly AccessToken token;
    private volatile Known? known;

    private OneTimeAdmin(ITokenSource store, IssuedToken issued)
    {
        this.store = store;
        token = issued.Token;
        Text = issued.Text;
    }

    /// <summary>The token's text, for the server's own terminal and nothing else.</summary>
    public string Text { get; }

    /// <summary>From when on it is not good any more.</summary>
    public DateTimeOffset Expires => token.Expires!.Value;

    /// <summary>Offers an administrator's token where one is needed and only this machine can use it.</summary>
    /// <param name="store">The store's tokens.</param>
    /// <param name="isLoopbackOnly">Whether the server listens on loopback addresses only.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellationToken">Ends the reading of the store.</param>
    /// <returns>What the server is to use in place of the store; null where the server is open to others or the store has a good administrator's token.</returns>
    /// <exception cref="PassthroughException">The store's tokens cannot be known.</exception>
    public static async Task<OneTimeAdmin?> OfferAsync(ITokenSource store, bool isLoopbackOnly, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var tokens = await store.ReadAsync(cancellationToken);
        if (!isLoopbackOnly || tokens.Any(token => token.Role == TokenRole.Admin && token.StateAt(now) == TokenState.Active)) return null;
        return new OneTimeAdmin(store, IssuedToken.Issue("admin", TokenRole.Admin, now, now + Lifetime));
    }

    public async Task<IReadOnlyList<AccessToken>> ReadAsync(CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync(cancellationToken);
        if (known is { } last && ReferenceEquals(last.Stored, stored)) return last.All;
        var read = new Known(stored, [.. stored, token]);
        known = read;
        return read.All;
    }

    private sealed record Known(IReadOnlyList<AccessToken> Stored, IReadOnlyList<AccessToken> All);
}
