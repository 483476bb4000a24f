using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>Whose a request is, or why it is nobody's.</summary>
internal sealed record TokenVerdict
{
    /// <summary>Who has sent it; null where it is refused.</summary>
    public TokenIdentity? Identity { get; private init; }

    /// <summary>Why it is refused; null where it is not.</summary>
    public TokenRefusal? Refusal { get; private init; }

    /// <summary>
    /// Why it is refused and what to do, for whom has sent it: without secrets, ids that were only guessed, and paths.
    /// </summary>
    public string? Detail { get; private init; }

    /// <summary>After what time another attempt makes sense; null where waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>What keeps the tokens from being known, for the log; null where it was told before.</summary>
    public PassthroughException? Cause { get; private init; }

    /// <summary>It is from the holder of a good token.</summary>
    public static TokenVerdict Accepted(AccessToken token) =>
        new() { Identity = new TokenIdentity(token.Id, token.Name, token.Role, token.Expires) };

    /// <summary>It brings no token.</summary>
    public static TokenVerdict Missing { get; } = Refused(
        TokenRefusal.Missing,
        "This needs a token: send it as 'Authorization: Bearer <token>', or by Basic authentication with its name as user and "
        + "the token as password. An administrator makes one with 'token create'.");

    /// <summary>What it brings has not the shape of a token.</summary>
    public static TokenVerdict Malformed { get; } = Refused(
        TokenRefusal.Malformed,
        "What was sent is not a token: one begins with ptt_, has 56 characters and no spaces. Copy it again, whole and alone. "
        + "It is sent as 'Authorization: Bearer <token>', or by Basic authentication with its name as user and the "
        + "token as password.");

    /// <summary>There is no such token, its secret is another, or its name is.</summary>
    public static TokenVerdict Wrong { get; } = Refused(
        TokenRefusal.Wrong,
        "The token is not good here, or not with the name that was sent with it. Check that it is whole and for this server, or "
        + "let an administrator make a new one with 'token create'.");

    /// <summary>Too many wait for the first check of their tokens.</summary>
    public static TokenVerdict Busy { get; } = Refused(
        TokenRefusal.Busy, "Too many tokens wait for their first check. Send the request again in a second.") with
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>What is told of a token that works once and was used.</summary>
    public const string UsedOnce =
        "The one-time token was used: it works once, and its answer had the token to use. Make others with 'token create'.";

    /// <summary>It is a token that works once, and for another request than the one that it works for.</summary>
    public static TokenVerdict Once { get; } = Refused(
        TokenRefusal.Wrong,
        $"The one-time token is good for one GET {TokenSecurity.SessionPath}, which is answered with another token.");

    /// <summary>The secret is right and the time over.</summary>
    public static TokenVerdict Expired(AccessToken token) => Refused(
        TokenRefusal.Expired,
        FormattableString.Invariant($"Token '{token.Id}' of '{token.Name}' has expired at {token.Expires:u}. Let an ")
        + "administrator make a new one with 'token create'.");

    /// <summary>The secret is right and the token withdrawn.</summary>
    public static TokenVerdict Revoked(AccessToken token) => Refused(
        TokenRefusal.Revoked,
        token.Name == OneTimeAdmin.Name ? UsedOnce :
        FormattableString.Invariant($"Token '{token.Id}' of '{token.Name}' was revoked at {token.Revoked:u}. Ask an ")
        + "administrator why, and for a new one.");

    /// <summary>Too many attempts from its address have failed.</summary>
    public static TokenVerdict Limited(TimeSpan retryAfter) => Refused(
        TokenRefusal.Limited,
        FormattableString.Invariant($"Too many wrong tokens from your address. Send a right one, or ")
        + FormattableString.Invariant($"wait {Math.Ceiling(retryAfter.TotalSeconds)} s.")) with
    {
        RetryAfter = retryAfter,
    };

    /// <summary>The tokens cannot be known now.</summary>
    public static TokenVerdict Unavailable(PassthroughException? cause) => Refused(
        TokenRefusal.Unavailable,
        "The server cannot read its tokens, and lets nobody in until it can. Its log says why: tell its "
        + "administrator.") with { RetryAfter = TimeSpan.FromSeconds(5), Cause = cause };

    private static TokenVerdict Refused(TokenRefusal refusal, string detail) => new() { Refusal = refusal, Detail = detail };
}
