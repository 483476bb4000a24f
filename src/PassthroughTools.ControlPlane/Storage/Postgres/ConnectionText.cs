using System.Globalization;
using Npgsql;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>Reads a connection string, and names its database in words that hold none of its secrets.</summary>
internal static class ConnectionText
{
    /// <summary>How long a database may take to answer before it counts as away, in seconds.</summary>
    public const int AnswerSeconds = 2;

    // Each kind of work uses one connection at a time, but for the reading of old events: a server serves many with few, and its
    // replicas together stay below the database's own limit of 100.
    private const int MaxConnections = 16;
    private const int MaxStatements = 32;

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: it cannot be understood. The message does not repeat it, for its
    /// password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidOperationException
            or NotSupportedException)
        {
            // Neither the reason nor the exception goes on: they quote the text.
            throw NotUnderstood();
        }

        if (string.IsNullOrWhiteSpace(settings.Host) || string.IsNullOrWhiteSpace(settings.Database)) throw NotUnderstood();

        // Of several hosts the one that can be written to: another one may be behind it.
        if (settings.Host.Contains(',', StringComparison.Ordinal)) settings.TargetSessionAttributes = "primary";
        settings.ApplicationName ??= "PassthroughTools";
        settings.Timeout = AnswerSeconds;
        settings.CommandTimeout = AnswerSeconds;

        // A database that does not answer would not answer the request to cancel either.
        settings.CancellationTimeout = -1;
        settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, MaxConnections);
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, settings.MaxPoolSize);
        settings.MaxAutoPrepare = MaxStatements;
        settings.PersistSecurityInfo = false;
        settings.IncludeErrorDetail = false;
        return settings;
    }

    /// <summary>The database as host:port/database.</summary>
    public static string NameOf(NpgsqlConnectionStringBuilder settings) =>
        string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}/{settings.Database}");

    private static PassthroughException NotUnderstood() => new(
        ErrorId.ValueInvalid,
        "The connection string of the database cannot be understood. Write it as "
        + "Host=db.domain.com;Port=5432;Database=passthrough;Username=passthrough;Password=... and put a value that holds a "
        + "semicolon into double quotes.");
}
