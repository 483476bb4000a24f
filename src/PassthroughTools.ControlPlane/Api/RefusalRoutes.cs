using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>What was refused, to whom: for administrators.</summary>
internal static class RefusalRoutes
{
    public static void MapRefusals(this IEndpointRouteBuilder api) => api.MapGet("/refusals", Refusals).RequireAuthorization(TokenSecurity.Admin);

    private static async Task Refusals(HttpContext context, IRefusalLog refusals)
    {
        var query = new Query(context, Page.Parameters);
        int limit = (int)(query.Number("limit", 1, 1000) ?? 100);
        var found = await refusals.ReadAsync(query.Number("after", 0, long.MaxValue / 2) ?? 0, limit, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.Array("items", found, refusal => FileRefusalLog.Write(json, refusal));
            if (found.Count == limit) json.Property("next", found[^1].Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            json.WriteEndObject();
        });
    }
}
