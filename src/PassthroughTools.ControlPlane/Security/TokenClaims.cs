using System.Globalization;
using System.Security.Claims;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>An identity as claims of a request's user: name, role, token id and expiry.</summary>
internal static class TokenClaims
{
    /// <summary>The claim with the token's id.</summary>
    public const string TokenId = "token_id";

    /// <summary>The claim with the token's expiry in ISO 8601; a token without expiry has none.</summary>
    public const string Expires = "expires";

    /// <summary>A user of this identity.</summary>
    public static ClaimsPrincipal ToPrincipal(this TokenIdentity identity)
    {
        List<Claim> claims = [new(ClaimTypes.Name, identity.Name), new(ClaimTypes.Role, identity.Role.Text()),
            new(TokenId, identity.TokenId)];
        if (identity.Expires is { } expires) claims.Add(new Claim(Expires, expires.ToString("O", CultureInfo.InvariantCulture)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, TokenSecurity.Scheme));
    }

    /// <summary>The identity of a user; null where it did not come with a token.</summary>
    public static TokenIdentity? ToTokenIdentity(this ClaimsPrincipal user) =>
        user.FindFirstValue(TokenId) is { } id
        && user.FindFirstValue(ClaimTypes.Name) is { } name
        && TokenRoles.Parse(user.FindFirstValue(ClaimTypes.Role)) is { } role
            ? new TokenIdentity(id, name, role, Time(user.FindFirstValue(Expires)))
            : null;

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null : DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);
}
