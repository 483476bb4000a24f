using System.Net.Sockets;
using Npgsql;
using PassthroughTools.Errors;
using PassthroughTools.Text;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>What a fault of the database means.</summary>
internal static class DatabaseFault
{
    /// <summary>Whether the database did not answer, or ended the connection.</summary>
    public static bool IsAway(Exception fault) => fault switch
    {
        PostgresException answer => !IsAnswer(answer),
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether the database did not answer in time, so that there is no use in asking it again at once.</summary>
    public static bool IsTimeout(Exception fault) => fault is TimeoutException || fault.InnerException is TimeoutException;

    /// <summary>
    /// Whether the database refused a statement and took it back; after anything else it may have been carried out.
    /// </summary>
    public static bool IsAnswer(PostgresException fault) => fault.InvariantSeverity is "ERROR";

    /// <summary>Whether another replica was first.</summary>
    public static bool IsConflict(PostgresException fault) =>
        fault.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected;

    /// <summary>Whether the database has no room for a change, or cannot write to its disk.</summary>
    public static bool IsDisks(PostgresException fault) =>
        fault.SqlState is PostgresErrorCodes.DiskFull or PostgresErrorCodes.IoError;

    /// <summary>A fault of a request, as the one who asked hears of it.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="database">The database's name.</param>
    /// <param name="consequence">What has become of the request, and what to do, as sentences.</param>
    public static PassthroughException Of(Exception fault, string database, string consequence) =>
        Of(IsAway(fault) ? ErrorId.ServerUnreachable : IdOf(fault), fault, database, consequence);

    /// <summary>A fault of connecting for the first time, which may be the connection string's.</summary>
    public static PassthroughException AtOpening(Exception fault, string database) =>
        Of(IdOf(fault), fault, database, "Check its address, its account and its permissions.");

    private static PassthroughException Of(ErrorId id, Exception fault, string database, string consequence)
    {
        var what = id switch
        {
            ErrorId.AuthenticationFailed => "refuses the login",
            ErrorId.StoreAccessDenied => "does not allow it",
            ErrorId.StoreNotFound => "does not exist",
            ErrorId.StoreCorrupt => "lacks a table or column of this store",
            ErrorId.StoreWriteFailed => "cannot store it",
            _ => "does not answer",
        };
        return new PassthroughException(id, $"The database {database} {what}: {ReasonOf(fault)}. {consequence}", database, fault);
    }

    /// <summary>The reason as a clause.</summary>
    public static string ReasonOf(Exception fault) => Reason.Of(fault switch
    {
        PostgresException answer => answer.MessageText,
        TimeoutException or { InnerException: TimeoutException } => "it takes too long",
        { InnerException: { } inner } => inner.Message,
        _ => fault.Message,
    });

    private static ErrorId IdOf(Exception fault) => (fault as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            ErrorId.AuthenticationFailed,
        PostgresErrorCodes.InvalidCatalogName => ErrorId.StoreNotFound,
        PostgresErrorCodes.InsufficientPrivilege => ErrorId.StoreAccessDenied,
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName =>
            ErrorId.StoreCorrupt,
        _ => fault is PostgresException answer && IsAnswer(answer) ? ErrorId.StoreWriteFailed : ErrorId.ServerUnreachable,
    };
}
