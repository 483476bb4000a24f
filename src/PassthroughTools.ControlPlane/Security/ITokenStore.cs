using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>Where tokens are kept. A change is on the disk when its task ends, and none of several at a time is lost.</summary>
internal interface ITokenStore : ITokenSource
{
    /// <summary>Keeps a new token.</summary>
    /// <exception cref="PassthroughException">NameInUse: there is a token of this id; or the store cannot be changed.</exception>
    Task AddAsync(AccessToken token, CancellationToken cancellationToken);

    /// <summary>Withdraws the token of an id, or else all tokens of a name. One that was withdrawn before keeps its time.</summary>
    /// <param name="idOrName">The id or the name, to the letter.</param>
    /// <param name="time">Now.</param>
    /// <param name="cancellationToken">Ends the wait for other writers.</param>
    /// <returns>The tokens of this id or name, at least one, all withdrawn.</returns>
    /// <exception cref="PassthroughException">ValueInvalid: there is none; or the store cannot be changed.</exception>
    Task<IReadOnlyList<AccessToken>> RevokeAsync(string idOrName, DateTimeOffset time, CancellationToken cancellationToken);
}
