namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>What the server's log tells of its database.</summary>
internal static partial class PostgresLog
{
    [LoggerMessage(EventId = 101, EventName = "DatabaseLost", Level = LogLevel.Warning,
        Message = "The database {Database} does not answer, and the service is read-only: {Reason}")]
    public static partial void Lost(ILogger log, string database, string reason);

    [LoggerMessage(EventId = 102, EventName = "DatabaseBack", Level = LogLevel.Information,
        Message = "The database {Database} answers again")]
    public static partial void Back(ILogger log, string database);

    [LoggerMessage(EventId = 103, EventName = "JournalNotRead", Level = LogLevel.Warning,
        Message = "Changes of other replicas could not be read: {Reason}")]
    public static partial void NotRead(ILogger log, string reason);

    [LoggerMessage(EventId = 104, EventName = "SnapshotNotWritten", Level = LogLevel.Warning,
        Message = "A snapshot of revision {Revision} could not be written; the next change tries again: {Reason}")]
    public static partial void SnapshotNotWritten(ILogger log, long revision, string reason);

    [LoggerMessage(EventId = 105, EventName = "JournalRewritten", Level = LogLevel.Warning,
        Message = "The journal in {Database} is not the one that was read up to revision {Revision}, as after a restore or a "
            + "failover that lost changes; all is read anew")]
    public static partial void Rewritten(ILogger log, string database, long revision);

    [LoggerMessage(EventId = 107, EventName = "DatabaseAwaited", Level = LogLevel.Warning,
        Message = "The server has started without its database, and serves nothing until it is there: {Reason}")]
    public static partial void Awaited(ILogger log, string reason);

    [LoggerMessage(EventId = 106, EventName = "RefusalNotWritten", Level = LogLevel.Error,
        Message = "A refusal could not be written ({Reason}): {Refusal}")]
    public static partial void RefusalNotWritten(ILogger log, string reason, string refusal);
}
