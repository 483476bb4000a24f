using PassthroughTools.ControlPlane.Hosting;
using PassthroughTools.ControlPlane.Observing;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>The server itself: whether it lives and is ready, its figures, who is asking, its catalog.</summary>
internal static class ServerRoutes
{
    /// <summary>Routes without a token.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", static context => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, Ok));
        routes.MapGet("/readyz", static async (HttpContext context, Readiness readiness) =>
            await (await readiness.FaultAsync(context.RequestAborted) is { } fault
                ? fault.WriteAsync(context)
                : JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, Ok)));
    }

    /// <summary>The figures, for Prometheus.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", static async (HttpContext context, ServerMetrics metrics, Readiness readiness) =>
        {
            bool isReady = await readiness.FaultAsync(context.RequestAborted) is null;
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            await context.Response.WriteAsync(metrics.Text(readiness.Revision, isReady), context.RequestAborted);
        });

    public static void MapSession(this IEndpointRouteBuilder api)
    {
        api.MapGet("/session", Session);
        api.MapGet("/catalog", static (HttpContext context, ServerOptions options) =>
        {
            _ = new Query(context);
            if (options.CatalogText is { } text)
            {
                context.Response.ContentType = "application/json; charset=utf-8";
                return context.Response.WriteAsync(text, context.RequestAborted);
            }

            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    private static async Task Session(HttpContext context, ServerStorage storage, TimeProvider clock)
    {
        _ = new Query(context);
        var state = await storage.Backend.ReadAsync(context.RequestAborted);
        var user = context.User.ToTokenIdentity()!;
        IssuedToken? issued = null;
        if (user.IsOneTime)
        {
            issued = await OneTimeAdmin.ExchangeAsync(storage.Tokens, user.TokenId, clock, CancellationToken.None);
            user = TokenVerdict.Accepted(issued.Token).Identity!;
            context.Response.Headers.CacheControl = "no-store";
        }

        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.Property("name", user.Name);
            json.Property("role", user.Role.Text());
            if (user.Expires is { } expires) json.Property("expires", JsonTime.Format(expires.UtcDateTime));
            json.Property("token", issued?.Text);
            json.Property("product", "PassthroughTools");
            json.Property("version", typeof(ServerRoutes).Assembly.GetName().Version?.ToString(3));
            json.Property("server", storage.Server);
            json.Property("storage", storage.Kind);
            json.Property("revision", state.Revision);
            json.WriteEndObject();
        });
    }

    private static void Ok(Newtonsoft.Json.JsonTextWriter json)
    {
        json.WriteStartObject();
        json.Property("status", "ok");
        json.WriteEndObject();
    }
}
