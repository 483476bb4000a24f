using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.Errors;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>What was refused, to whom: for administrators.</summary>
internal static class RefusalRoutes
{
    // What a script of a page can count to.
    private const long MaxNumber = (1L << 53) - 1;

    public static void MapRefusals(this IEndpointRouteBuilder api) =>
        api.MapGet("/refusals", Refusals).RequireAuthorization(TokenSecurity.Admin);

    private static async Task Refusals(HttpContext context, IRefusalLog refusals)
    {
        var query = new Query(context, [.. Page.Parameters, "before"]);
        int limit = (int)(query.Number("limit", 1, 1000) ?? 100);
        var (after, before) = (query.Number("after", 0, long.MaxValue / 2), query.Number("before", 1, MaxNumber));
        if (after is not null && before is not null) throw new PassthroughException(ErrorId.RequestMalformed,
            "'after' and 'before' are given together. Give one of them.");
        var found = await (before is { } end ? refusals.ReadBeforeAsync(end, limit, context.RequestAborted)
            : refusals.ReadAsync(after ?? 0, limit, context.RequestAborted));
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.Array("items", found, refusal => FileRefusalLog.Write(json, refusal));
            if (before is null && found.Count == limit) json.Property("next",
                found[^1].Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            json.WriteEndObject();
        });
    }
}
