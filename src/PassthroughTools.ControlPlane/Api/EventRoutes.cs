using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// Committed changes as server-sent events, from a revision on; where the first ones are not kept any more, from those that are.
/// A client that reads slowly reads late; nothing is kept for it, and nobody waits for it.
/// </summary>
internal static class EventRoutes
{
    private const int MaxKept = 4096, MostAtOnce = 500;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly ConditionalWeakTable<InventoryEvent, byte[]> Frames = [];

    public static void MapEvents(this IEndpointRouteBuilder api) => api.MapGet("/events", Events);

    private static async Task Events(
        HttpContext context, JournalBackend backend, EventHub hub, StreamPlaces places, TokenAuthenticator tokens)
    {
        var query = new Query(context, "after");
        long? after = LastSeen(context) ?? query.Number("after", 0, long.MaxValue / 2);
        long revision = (await backend.ReadAsync(context.RequestAborted)).Revision;
        var token = context.User.ToTokenIdentity()!.TokenId;
        if (places.Take(token) is { } problem)
        {
            await problem.WriteAsync(context);
            return;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, hub.Stopping);
            await StreamAsync(context.Response, backend, hub, tokens, after ?? revision, revision, ended.Token);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the server stops.
        }
        finally
        {
            places.Leave(token);
        }
    }

    private static async Task StreamAsync(
        HttpResponse response, JournalBackend backend, EventHub hub, TokenAuthenticator tokens, long after, long revision,
        CancellationToken cancellationToken)
    {
        var authorization = response.HttpContext.Request.Headers.Authorization.ToString();
        await response.WriteAsync(": changes follow\n\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        if (after > revision)
        {
            await ResetAsync(response, cancellationToken);
            return;
        }

        while (true)
        {
            var changed = hub.Next;
            var events = await backend.ReadPageAsync(after, MostAtOnce, cancellationToken);
            foreach (var committed in events)
            {
                await response.Body.WriteAsync(Framed(committed), cancellationToken);
                after = committed.Sequence;
            }

            if (events.Count > 0) await response.Body.FlushAsync(cancellationToken);
            bool hasChanged = events.Count == MostAtOnce || await HasChangedAsync(changed, cancellationToken);

            // A token that was revoked or has expired since is good for no further event.
            if ((await tokens.AuthenticateAsync(authorization, response.HttpContext.Connection.RemoteIpAddress,
                cancellationToken)).Identity is null) return;
            if (hasChanged) continue;
            await response.WriteAsync(": still here\n\n", cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }

    private static async Task<bool> HasChangedAsync(Task changed, CancellationToken cancellationToken)
    {
        try
        {
            await changed.WaitAsync(KeepAlive, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task ResetAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        await response.WriteAsync("event: reset\ndata: {}\n\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    private static long? LastSeen(HttpContext context)
    {
        var header = context.Request.Headers["Last-Event-ID"];
        if (header.Count == 0) return null;
        return header.Count == 1 && long.TryParse(header[0], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            ? sequence
            : throw new PassthroughException(ErrorId.RequestMalformed,
                "Last-Event-ID is no sequence number. Send the id of the last event that was seen, or none.");
    }

    /// <summary>An event's frame, which all who follow are sent. What is long is made for each, and kept for nobody.</summary>
    private static byte[] Framed(InventoryEvent committed)
    {
        if (Frames.TryGetValue(committed, out var kept)) return kept;
        var frame = FrameOf(committed);
        if (frame.Length <= MaxKept) Frames.AddOrUpdate(committed, frame);
        return frame;
    }

    private static byte[] FrameOf(InventoryEvent committed) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"id: {committed.Sequence}\nevent: change\ndata: {JsonAnswer.ToText(json => EventJson.Write(json, committed))}\n\n"));
}
