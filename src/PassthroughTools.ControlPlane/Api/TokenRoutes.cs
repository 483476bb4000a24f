using PassthroughTools.ControlPlane.Security;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Who may use the server: for administrators, without anything that a token could be made of.</summary>
internal static class TokenRoutes
{
    public static void MapTokens(this IEndpointRouteBuilder api) => api.MapGet("/tokens", Tokens)
        .RequireAuthorization(TokenSecurity.Admin);

    private static async Task Tokens(HttpContext context, TokenAuthenticator authenticator, TimeProvider clock)
    {
        _ = new Query(context);
        var tokens = await authenticator.ReadAsync(context.RequestAborted);
        var now = clock.GetUtcNow();
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.Array("items", tokens, token =>
            {
                json.WriteStartObject();
                json.Property("id", token.Id);
                json.Property("name", token.Name);
                json.Property("role", token.Role.Text());
                json.Property("state", token.StateAt(now).ToString().ToLowerInvariant());
                json.Property("created", JsonTime.Format(token.Created.UtcDateTime));
                if (token.Expires is { } expires) json.Property("expires", JsonTime.Format(expires.UtcDateTime));
                if (token.Revoked is { } revoked) json.Property("revoked", JsonTime.Format(revoked.UtcDateTime));
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
    }
}
