using System.Net;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>
/// Tells whose a request is. A token is checked once; expiry and revocation are looked up at every request. A right token passes
/// whatever others have tried from its address, as behind one NAT or load balancer: only wrong ones are limited.
/// </summary>
/// <param name="tokens">The tokens.</param>
/// <param name="clock">The time.</param>
internal sealed class TokenAuthenticator(ITokenSource tokens, TimeProvider clock)
{
    private readonly TokenKeys keys = new();
    private readonly VerifiedTokens verified = new();
    private readonly FailureLimiter limiter = new(clock);
    private readonly HashQueue queue = new();
    private string? unavailable;

    /// <summary>All tokens, expired and revoked ones too.</summary>
    /// <exception cref="PassthroughException">They cannot be known now.</exception>
    public Task<IReadOnlyList<AccessToken>> ReadAsync(CancellationToken cancellationToken) => tokens.ReadAsync(cancellationToken);

    /// <summary>Judges a request. Where the tokens cannot be known, nobody gets in.</summary>
    /// <param name="authorization">The value of its Authorization header.</param>
    /// <param name="remote">Where it comes from.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask<TokenVerdict> AuthenticateAsync(string? authorization, IPAddress? remote,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(authorization)) return TokenVerdict.Missing;
        var address = AddressKey.Of(remote);
        if (Credentials.Parse(authorization) is not { } credentials)
            return Failed(new AttemptKey(address), TokenVerdict.Malformed);
        try
        {
            var key = keys.Of(credentials.Token);
            var token = await FindAsync(credentials.Id, cancellationToken);
            if (!verified.Has(key, token))
            {
                if (TokenHash.IsQuick(token))
                {
                    if (!TokenHash.Matches(token, credentials.Secret)) return Failed(new AttemptKey(address), TokenVerdict.Wrong);
                    verified.Add(key, token!);
                }
                else
                {
                    var attempt = new AttemptKey(address, credentials.Id);
                    if (limiter.RetryAfter(attempt) is { } limited) return TokenVerdict.Limited(limited);
                    var checking = queue.JoinAsync(key, attempt, () => Check(key, attempt, token, credentials.Secret));
                    var check = await checking.WaitAsync(cancellationToken);
                    if (check.Refusal is { } refusal) return refusal;

                    // It may have been revoked or removed while the check waited.
                    token = await FindAsync(credentials.Id, cancellationToken);
                    if (token is null || !token.HasSecretOf(check.Token!)) return TokenVerdict.Wrong;
                }
            }

            return credentials.Name is null || string.Equals(credentials.Name, token!.Name, StringComparison.Ordinal)
                ? Judge(token!)
                : Failed(new AttemptKey(address), TokenVerdict.Wrong);
        }
        catch (PassthroughException e)
        {
            // One line of the log for as long as it is so, however many ask.
            return TokenVerdict.Unavailable(Interlocked.Exchange(ref unavailable, e.Message) == e.Message ? null : e);
        }
    }

    private TokenVerdict Judge(AccessToken token) => token.StateAt(clock.GetUtcNow()) switch
    {
        TokenState.Revoked => TokenVerdict.Revoked(token),
        TokenState.Expired => TokenVerdict.Expired(token),
        _ => TokenVerdict.Accepted(token),
    };

    /// <summary>
    /// Checks a token for the first time, when its turn has come: what was allowed when it joined the queue may not be any more.
    /// </summary>
    private SecretCheck Check(TokenKey key, AttemptKey attempt, AccessToken? token, string secret)
    {
        if (verified.Has(key, token)) return new SecretCheck(token, null);
        if (limiter.RetryAfter(attempt) is { } wait) return new SecretCheck(null, TokenVerdict.Limited(wait));
        if (!TokenHash.Matches(token, secret))
        {
            limiter.Fail(attempt);
            return new SecretCheck(null, TokenVerdict.Wrong);
        }

        verified.Add(key, token!);
        return new SecretCheck(token, null);
    }

    private TokenVerdict Failed(AttemptKey attempt, TokenVerdict verdict)
    {
        if (limiter.RetryAfter(attempt) is { } wait) return TokenVerdict.Limited(wait);
        limiter.Fail(attempt);
        return verdict;
    }

    private async ValueTask<AccessToken?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var all = await tokens.ReadAsync(cancellationToken);
        Volatile.Write(ref unavailable, null);
        return all.Find(id);
    }
}
