using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>
/// An administrator's token for the first steps at a server that nobody has a token of yet. It works once: who logs in with it is
/// answered with a token to use from then on. It is in the store, so that all servers of a database know it, and know that it was
/// used.
/// </summary>
internal static class OneTimeAdmin
{
    /// <summary>The name of tokens that work once.</summary>
    public const string Name = "one-time";

    /// <summary>The name of a token that was given for one.</summary>
    public const string AdminName = "admin";

    /// <summary>For how long both are good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Offers one where it is needed and only this machine can use it.</summary>
    /// <param name="store">The store's tokens.</param>
    /// <param name="isLoopbackOnly">Whether the server listens on loopback addresses only.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The token; null where the server is open to others, or an administrator has a good token.</returns>
    /// <exception cref="PassthroughException">The store's tokens cannot be known, or not be changed.</exception>
    public static async Task<IssuedToken?> OfferAsync(
        ITokenStore store, bool isLoopbackOnly, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!isLoopbackOnly || (await store.ReadAsync(cancellationToken)).Any(token => IsAdmin(token, now) && token.Name != Name))
            return null;
        var issued = IssuedToken.Issue(Name, TokenRole.Admin, now, now + Lifetime);
        return await store.AddFirstAsync(issued.Token, now, cancellationToken) ? issued : null;
    }

    /// <summary>A token that has been offered and was not used yet; null where there is none.</summary>
    public static async Task<AccessToken?> OfferedAsync(
        ITokenStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return (await store.ReadAsync(cancellationToken)).FirstOrDefault(token => token.Name == Name && IsAdmin(token, now));
    }

    /// <summary>Whether a token is a good one of an administrator.</summary>
    public static bool IsAdmin(AccessToken token, DateTimeOffset now) =>
        token.Role == TokenRole.Admin && token.StateAt(now) == TokenState.Active;

    /// <summary>Gives a token for one that works once.</summary>
    /// <param name="store">The store's tokens.</param>
    /// <param name="id">The id of the one that works once.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PassthroughException">AuthenticationFailed: somebody else was first.</exception>
    public static async Task<IssuedToken> ExchangeAsync(
        ITokenStore store, string id, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var issued = IssuedToken.Issue(AdminName, TokenRole.Admin, now, now + Lifetime);
        if (await store.ExchangeAsync(id, issued.Token, now, cancellationToken)) return issued;
        throw new PassthroughException(ErrorId.AuthenticationFailed, TokenVerdict.UsedOnce);
    }
}
