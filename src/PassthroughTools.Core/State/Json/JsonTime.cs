using System.Globalization;

namespace PassthroughTools.State.Json;

/// <summary>Points in time as they stand in JSON: ISO 8601 in UTC, to the tick.</summary>
internal static class JsonTime
{
    public static string Format(DateTime time) => time.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out DateTime time) =>
        DateTime.TryParseExact(text, "o", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out time) && time.Kind == DateTimeKind.Utc;
}
