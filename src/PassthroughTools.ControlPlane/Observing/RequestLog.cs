using PassthroughTools.ControlPlane.Api;

namespace PassthroughTools.ControlPlane.Observing;

/// <summary>
/// One line for each request in the server's log. Of requests without a good token there is one for each minute and address, with
/// how many there were since the one before, lest a flood of them fill the disk; /metrics counts them all.
/// </summary>
internal sealed partial class RequestLog(TimeProvider clock, ILogger<RequestLog> log)
{
    private const int MaxAddresses = 10_000;
    private const int MaxPathLength = 200;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Minute, long Unlogged)> refused = [];

    /// <summary>Writes the line of a request that was answered.</summary>
    public void Write(HttpContext context, TimeSpan duration)
    {
        var address = Caller.Address(context);
        bool isNobodys = context.Response.StatusCode is StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests;
        if (!log.IsEnabled(LogLevel.Information) || !IsLogged(address, isNobodys, out long unlogged)) return;
        var actor = context.User.Identity is { IsAuthenticated: true } ? Caller.Actor(context) : "nobody known";
        var (method, path, milliseconds) = (Cut(context.Request.Method), Cut(context.Request.Path.Value ?? "/"),
            Math.Round(duration.TotalMilliseconds, 3));
        if (unlogged == 0)
            LogRequest(log, method, path, context.Response.StatusCode, milliseconds, address, actor, context.TraceIdentifier);
        else LogRefused(log, method, path, context.Response.StatusCode, milliseconds, address, actor,
            context.TraceIdentifier, unlogged);
    }

    [LoggerMessage(EventId = 10, EventName = "Request", Level = LogLevel.Information,
        Message = "{Method} {Path}: {Status} in {Milliseconds} ms, from {Address}, by {Actor}, request {RequestId}")]
    private static partial void LogRequest(
        ILogger log, string method, string path, int status, double milliseconds, string address, string actor, string requestId);

    [LoggerMessage(EventId = 11, EventName = "RequestRefused", Level = LogLevel.Information,
        Message = "{Method} {Path}: {Status} in {Milliseconds} ms, from {Address}, by {Actor}, request {RequestId}; {Unlogged} "
            + "more from there were refused since the line before")]
    private static partial void LogRefused(
        ILogger log, string method, string path, int status, double milliseconds, string address, string actor, string requestId,
        long unlogged);

    // What somebody sends must not look like a line of its own.
    private static string Cut(string text) => new([.. text.Take(MaxPathLength).Select(static c => char.IsControl(c) ? ' ' : c)]);

    private bool IsLogged(string address, bool isNobodys, out long unlogged)
    {
        unlogged = 0;
        if (!isNobodys) return true;
        long minute = clock.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
        lock (gate)
        {
            bool isKnown = refused.TryGetValue(address, out var last);
            if (isKnown && last.Minute == minute)
            {
                refused[address] = last with { Unlogged = last.Unlogged + 1 };
                return false;
            }

            if (!isKnown && refused.Count >= MaxAddresses) refused.Clear();
            refused[address] = (minute, 0);
            unlogged = last.Unlogged;
            return true;
        }
    }
}
