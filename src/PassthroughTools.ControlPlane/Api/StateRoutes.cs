using System.Text;
using PassthroughTools.Backends;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>The whole inventory, and what has changed since a revision: what a client keeps its copy by.</summary>
internal static class StateRoutes
{
    private const int MaxChanges = 5000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void MapState(this IEndpointRouteBuilder api)
    {
        api.MapGet("/state", State);
        api.MapGet("/changes", Changes);
    }

    private static async Task State(HttpContext context, JournalBackend backend, StateDocuments documents)
    {
        _ = new Query(context);
        var state = await backend.ReadAsync(context.RequestAborted);
        if (Revisions.IsKnown(context, state.Revision)) return;
        var document = await documents.OfAsync(state, context.RequestAborted);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = document.Length;
        await context.Response.Body.WriteAsync(document, context.RequestAborted);
    }

    private static async Task Changes(HttpContext context, JournalBackend backend)
    {
        var query = new Query(context, Page.Parameters);
        long after = query.Number("after", 0, long.MaxValue / 2) ?? 0;
        int limit = (int)(query.Number("limit", 1, MaxChanges) ?? MaxChanges);
        var state = await backend.ReadAsync(context.RequestAborted);
        var events = after < state.Revision ? await backend.ReadPageAsync(after, limit, context.RequestAborted) : [];
        context.Response.Headers.ETag = Revisions.ETag(state.Revision);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.Property("revision", Math.Max(state.Revision, events.Count > 0 ? events[^1].Sequence : 0));
            json.Array("events", events, committed => EventJson.Write(json, committed));
            json.WriteEndObject();
        });
    }

    /// <summary>An inventory's document.</summary>
    internal static byte[] Document(InventoryState state)
    {
        using var bytes = new MemoryStream();
        using (var text = new StreamWriter(bytes, Utf8, 64 * 1024, leaveOpen: true)) InventoryJson.Write(text, state);
        return bytes.ToArray();
    }
}
