using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// Whether requests can be served. The log is told why not, once until that changes; whoever asks has no token, and hears no
/// path.
/// </summary>
internal sealed partial class Readiness(ServerStorage storage, ILogger<Readiness> log)
{
    private const string Damaged =
        "The inventory's journal was damaged while the server runs. It goes on with what it has in memory, and cannot start "
        + "again on that journal. The server's log says where it is damaged and what can be done: tell its administrator.";

    private string? told;
    private long revision;

    /// <summary>The inventory's revision when it was last read.</summary>
    public long Revision => Volatile.Read(ref revision);

    /// <summary>Why requests cannot be served; null where they can.</summary>
    public async Task<Problem?> FaultAsync(CancellationToken cancellationToken)
    {
        var detail = "The inventory cannot be read, for the storage is damaged or away. The server's log says why: tell its "
            + "administrator.";
        var id = ErrorId.ServerUnreachable;
        try
        {
            Volatile.Write(ref revision, (await storage.Backend.ReadAsync(cancellationToken)).Revision);
            id = ErrorId.StoreWriteFailed;
            detail = "The storage cannot be written: reads go on from what is known, and writes are refused until it can. The "
                + "server's log says why: tell its administrator.";
            await storage.CheckAsync(cancellationToken);
            (id, detail) = (ErrorId.TokensUnavailable,
                "The server cannot read its tokens, and lets nobody in until it can. Its log says why: tell its administrator.");
            await storage.Tokens.ReadAsync(cancellationToken);
        }
        catch (PassthroughException e)
        {
            if (Interlocked.Exchange(ref told, e.Message) != e.Message) LogFault(log, e.Message);
            return e.Id == ErrorId.StoreCorrupt && id == ErrorId.StoreWriteFailed
                ? new Problem(ErrorId.ServerUnreachable, Damaged)
                : new Problem(e.Id == ErrorId.ServerUnreachable ? e.Id : id, detail);
        }

        if (Interlocked.Exchange(ref told, null) is not null) LogReady(log);
        return null;
    }

    [LoggerMessage(EventId = 4, EventName = "NotReady", Level = LogLevel.Warning, Message = "The server is not ready: {Reason}")]
    private static partial void LogFault(ILogger log, string reason);

    [LoggerMessage(EventId = 5, EventName = "Ready", Level = LogLevel.Information, Message = "The server is ready again")]
    private static partial void LogReady(ILogger log);
}
