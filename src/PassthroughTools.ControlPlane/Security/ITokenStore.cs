using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>Where tokens are kept. A change is on the disk when its task ends, and none of several at a time is lost.</summary>
internal interface ITokenStore : ITokenSource
{
    /// <summary>Keeps a new token.</summary>
    /// <exception cref="PassthroughException">NameInUse: there is a token of this id; or the store cannot be changed.</exception>
    Task AddAsync(AccessToken token, CancellationToken cancellationToken);

    /// <summary>
    /// Withdraws the token of an id, or else all tokens of a name. One that was withdrawn before keeps its time.
    /// </summary>
    /// <param name="idOrName">The id or the name, to the letter.</param>
    /// <param name="time">Now.</param>
    /// <param name="cancellationToken">Ends the wait for other writers.</param>
    /// <returns>The tokens of this id or name, at least one, all withdrawn.</returns>
    /// <exception cref="PassthroughException">ValueInvalid: there is none; or the store cannot be changed.</exception>
    Task<IReadOnlyList<AccessToken>> RevokeAsync(string idOrName, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a token that works once, unless an administrator has a good token. Of several servers that ask together one is told
    /// yes; on a store that one server has for itself, the token takes the place of one that was not used.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="time">Now.</param>
    /// <param name="cancellationToken">Ends the wait for other writers.</param>
    /// <exception cref="PassthroughException">The store cannot be changed.</exception>
    Task<bool> AddFirstAsync(AccessToken token, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>
    /// Withdraws a good token and keeps another one for it, both or neither; false where it was not good any more.
    /// </summary>
    /// <param name="id">The id of the one that is withdrawn.</param>
    /// <param name="token">The one that is kept.</param>
    /// <param name="time">Now.</param>
    /// <param name="cancellationToken">Ends the wait for other writers.</param>
    /// <exception cref="PassthroughException">The store cannot be changed.</exception>
    Task<bool> ExchangeAsync(string id, AccessToken token, DateTimeOffset time, CancellationToken cancellationToken);
}
