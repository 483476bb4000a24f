using System.Globalization;
using System.Text.RegularExpressions;

namespace PassthroughTools.State.Json;

/// <summary>
/// Points in time as they stand in JSON: written in ISO 8601 in UTC, to the tick; read with any offset and any number of
/// decimals.
/// </summary>
internal static class JsonTime
{
    private const int TickDigits = 7;

    /// <summary>What is read, in words.</summary>
    public const string Accepted =
        "A date and a time in ISO 8601 with Z or an offset: 2026-11-28T10:00:00Z, also without seconds, with any decimals, with "
        + "+01:00, +0100 or +01, or in basic form (20261128T100000Z).";

    private static readonly Regex Iso = new(
        @"^(?:(?<y>[0-9]{4})-(?<m>[0-9]{2})-(?<d>[0-9]{2})[Tt]"
        + @"(?<h>[0-9]{2}):(?<n>[0-9]{2})(?::(?<s>[0-9]{2})(?:[.,](?<part>[0-9]{1,100}))?)?"
        + @"|(?<y>[0-9]{4})(?<m>[0-9]{2})(?<d>[0-9]{2})[Tt]"
        + @"(?<h>[0-9]{2})(?<n>[0-9]{2})(?:(?<s>[0-9]{2})(?:[.,](?<part>[0-9]{1,100}))?)?)"
        + @"(?:[Zz]|(?<sign>[+-])(?<oh>[0-9]{2})(?::?(?<om>[0-9]{2}))?)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    public static string Format(DateTime time) => time.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture);

    /// <summary>
    /// The time of a text, in UTC. Decimals beyond a tick (100 ns) are cut off; a time without an offset is none.
    /// </summary>
    public static bool TryParse(string? text, out DateTime time)
    {
        // What this program writes itself, which is most of what it reads.
        if (DateTime.TryParseExact(text, "o", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out time)
            && time.Kind == DateTimeKind.Utc) return true;
        time = default;
        var match = Iso.Match(text ?? "");
        if (!match.Success) return false;
        string Of(string group, string otherwise) => match.Groups[group] is { Success: true } given ? given.Value : otherwise;
        var part = Of("part", "").PadRight(TickDigits, '0').Substring(0, TickDigits);
        bool isTime = DateTimeOffset.TryParseExact(
            $"{Of("y", "")}-{Of("m", "")}-{Of("d", "")}T{Of("h", "")}:{Of("n", "")}:{Of("s", "00")}.{part}"
            + $"{Of("sign", "+")}{Of("oh", "00")}:{Of("om", "00")}",
            "yyyy-MM-ddTHH:mm:ss.fffffffzzz",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed);
        time = parsed.UtcDateTime;
        return isTime;
    }
}
