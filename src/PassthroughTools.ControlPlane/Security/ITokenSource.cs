using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>The tokens that this server knows.</summary>
internal interface ITokenSource
{
    /// <summary>
    /// All tokens, expired and revoked ones too. It is asked at every request: it must cost next to nothing and give the same
    /// list as long as nothing has changed, and a change by whatever process must soon be in it, for a revoked token is good
    /// until then.
    /// </summary>
    /// <exception cref="PassthroughException">They cannot be known now: nobody is let in.</exception>
    Task<IReadOnlyList<AccessToken>> ReadAsync(CancellationToken cancellationToken);
}
