using System.Globalization;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>Tokens as a table for a terminal.</summary>
internal static class TokenTable
{
    private static readonly string[] Head = ["id", "name", "role", "created", "expires", "state"];

    /// <summary>The table's lines: its head and one for each token.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<AccessToken> tokens, DateTimeOffset now)
    {
        string[][] rows = [Head, .. tokens.Select(token => Row(token, now))];
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Zip(widths, static (cell, width) => cell.PadRight(width))).TrimEnd());
    }

    /// <summary>A time to the minute in UTC; "never" for none.</summary>
    public static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "never";

    private static string[] Row(AccessToken token, DateTimeOffset now) =>
        [token.Id, token.Name, token.Role.Text(), Time(token.Created), Time(token.Expires), StateOf(token.StateAt(now))];

    private static string StateOf(TokenState state) => state switch
    {
        TokenState.Revoked => "revoked",
        TokenState.Expired => "expired",
        _ => "active",
    };
}
