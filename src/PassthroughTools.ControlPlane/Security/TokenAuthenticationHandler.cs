using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>Brings <see cref="TokenAuthenticator"/> to ASP.NET Core.</summary>
internal sealed partial class TokenAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    TokenAuthenticator authenticator,
    IRefusalWriter refusals)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Realm = "realm=\"PassthroughTools\"";
    private TokenVerdict verdict = TokenVerdict.Missing;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (header, remote) = (Request.Headers.Authorization.ToString(), Context.Connection.RemoteIpAddress);
        verdict = await authenticator.AuthenticateAsync(header, remote, Context.RequestAborted);
        if (verdict.Identity is { IsOneTime: true } && !(HttpMethods.IsGet(Request.Method)
            && Request.Path.Equals(TokenSecurity.SessionPath, StringComparison.OrdinalIgnoreCase)))
            verdict = TokenVerdict.Once;
        if (verdict.Identity is { } identity)
            return AuthenticateResult.Success(new AuthenticationTicket(identity.ToPrincipal(), TokenSecurity.Scheme));
        if (verdict.Refusal is TokenRefusal.Missing) return AuthenticateResult.NoResult();
        if (verdict.Cause is { } cause) LogUnavailable(Logger, cause.Message);
        return AuthenticateResult.Fail(verdict.Detail!);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceAsync();
        var id = verdict.Refusal switch
        {
            TokenRefusal.Limited => ErrorId.TooManyRequests,
            TokenRefusal.Busy => ErrorId.ServerBusy,
            TokenRefusal.Unavailable => ErrorId.TokensUnavailable,
            _ => ErrorId.AuthenticationFailed,
        };

        // RFC 6750, section 3: an error code only where a token was sent.
        if (id is ErrorId.AuthenticationFailed)
        {
            var error = verdict.Refusal is TokenRefusal.Missing ? "" : ", error=\"invalid_token\"";
            Response.Headers.Append(HeaderNames.WWWAuthenticate, $"Bearer {Realm}{error}");
            Response.Headers.Append(HeaderNames.WWWAuthenticate, $"Basic {Realm}, charset=\"UTF-8\"");
        }

        await refusals.WriteAsync(Context, id, verdict.Detail ?? TokenVerdict.Missing.Detail!, verdict.RetryAfter);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var identity = Context.User.ToTokenIdentity();
        var needed = Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Select(static data => TokenRoles.Parse(data.Policy)).Max();
        return refusals.WriteAsync(
            Context,
            ErrorId.AccessDenied,
            $"Token '{identity?.TokenId}' of '{identity?.Name}' has the role {identity?.Role.Text()}; this "
            + $"needs {needed?.Text() ?? "a higher one"}. Use a token of that role, or ask an administrator for one.",
            retryAfter: null);
    }

    [LoggerMessage(EventId = 14, EventName = "TokensUnreadable", Level = LogLevel.Error,
        Message = "Nobody is let in, for the tokens cannot be read: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);
}
