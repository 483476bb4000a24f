using System.Globalization;
using System.Text.RegularExpressions;

namespace PassthroughTools.State.Json;

/// <summary>Points in time as they stand in JSON: written in ISO 8601 in UTC, to the tick; read with any offset and any number of decimals.</summary>
internal static class JsonTime
{
    private const int TickDigits = 7;

    private static readonly Regex Iso = new(
        @"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(?:[.,](?<part>[0-9]{1,100}))?(?:[Zz]|(?<offset>[+-][0-9]{2}:[0-9]{2}))\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    public static string Format(DateTime time) => time.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture);

    /// <summary>The time of a text, in UTC. Decimals beyond a tick (100 ns) are cut off; a time without an offset is none.</summary>
    public static bool TryParse(string? text, out DateTime time)
    {
        // What this program writes itself, which is most of what it reads.
        if (DateTime.TryParseExact(text, "o", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out time) && time.Kind == DateTimeKind.Utc) return true;
        time = default;
        var match = Iso.Match(text ?? "");
        if (!match.Success) return false;
        var part = match.Groups["part"].Value.PadRight(TickDigits, '0').Substring(0, TickDigits);
        var offset = match.Groups["offset"] is { Success: true } given ? given.Value : "+00:00";
        bool isTime = DateTimeOffset.TryParseExact(
            $"{match.Groups["date"].Value}T{match.Groups["time"].Value}.{part}{offset}", "yyyy-MM-ddTHH:mm:ss.fffffffzzz",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed);
        time = parsed.UtcDateTime;
        return isTime;
    }
}
