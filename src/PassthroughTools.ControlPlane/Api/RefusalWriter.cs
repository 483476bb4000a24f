using System.Collections.Concurrent;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// Answers whoever is not let in, and records it; of those without a valid token the first of each minute, address and id, lest a
/// flood of them fill the disk. /metrics counts them all.
/// </summary>
internal sealed class RefusalWriter(IRefusalLog refusals) : IRefusalWriter
{
    private const int MaxPathLength = 200;
    private const int MaxAddresses = 10_000;

    private readonly ConcurrentDictionary<(string Address, ErrorId Id), long> recorded = [];

    public async Task WriteAsync(HttpContext context, ErrorId id, string detail, TimeSpan? retryAfter)
    {
        if (IsNew(context, id)) await RecordAsync(context, id, detail);
        await new Problem(id, detail) { RetryAfter = retryAfter }.WriteAsync(context);
    }

    private bool IsNew(HttpContext context, ErrorId id)
    {
        if (context.User.Identity is { IsAuthenticated: true }) return true;
        long minute = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMinute;
        var key = (Caller.Address(context), id);
        if (recorded.TryGetValue(key, out long last) && last == minute) return false;
        if (recorded.Count >= MaxAddresses) recorded.Clear();
        recorded[key] = minute;
        return true;
    }

    private Task RecordAsync(HttpContext context, ErrorId id, string detail)
    {
        var path = context.Request.Path.Value ?? "/";
        return refusals.AddAsync(
            new Refusal
            {
                Time = DateTime.UtcNow,
                Actor = context.User.Identity is { IsAuthenticated: true } ? Caller.Actor(context) : null,
                Source = Caller.Address(context),
                RequestId = context.TraceIdentifier,
                Operation = $"{context.Request.Method} {(path.Length <= MaxPathLength ? path : path[..MaxPathLength])}",
                Id = id.ToString(),
                Message = detail,
            },
            CancellationToken.None);
    }
}
