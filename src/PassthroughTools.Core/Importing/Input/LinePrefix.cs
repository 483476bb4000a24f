using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PassthroughTools.Importing.Input;

/// <summary>
/// What stands before each line of a text: the name of its file, as grep -H writes it; its number, as grep -n, findstr /n and cat
/// -n do; or a mail's &gt;. It is taken off where all lines have it.
/// </summary>
internal static class LinePrefix
{
    /// <summary>What grep -A and -B write between two places.</summary>
    public const string GrepSeparator = "--";

    private const int MaxPrefix = 256;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A number that grows tells it from an address; grep parts it with a hyphen where the line is only near a match.
    /// </summary>
    private static readonly Regex Number = new(@"^[ \t]{0,8}(?<number>[1-9][0-9]{0,8})(?:[:\t-]|[ ]{2}|$)",
        RegexOptions.CultureInvariant, Limit);

    private static readonly Regex File = new(@"^(?<file>[^\s:]{1,200}\.[A-Za-z]\w{0,9})[:-]",
        RegexOptions.CultureInvariant, Limit);

    private static readonly Regex Quote = new("^> ?", RegexOptions.CultureInvariant, Limit);

    /// <summary>What follows the segment of an address, which is no line's number then.</summary>
    private static readonly Regex Address = new(
        @"^[0-9a-f]{2,3}:[0-9a-f]{2}\.[0-7]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Limit);

    /// <summary>The text without what stands before each of its lines.</summary>
    /// <param name="text">The text, whose lines end in a line feed.</param>
    /// <param name="isPart">Set where lines are missing, or may be: grep writes those that match.</param>
    public static string Without(string text, ref bool isPart)
    {
        if (IsQuoted(text, text.IndexOf('\n')) && text.Split('\n') is var lines
            && lines.All(static line => string.IsNullOrWhiteSpace(line) || IsQuoted(line, line.Length)))
            text = string.Join("\n", lines.Select(Unquoted));
        bool mayBeQuote = text.Length > 0 && text[0] == '>' || text.IndexOf("\n>", StringComparison.Ordinal) >= 0;
        if (mayBeQuote && Without(text, Quote, out _) is { } unquoted) text = unquoted;
        var unnamed = Without(text, File, out _);
        var plain = Without(unnamed ?? text, Number, out bool isWhole);
        if (unnamed is not null || plain is not null) isPart |= plain is null || !isWhole;
        return plain ?? unnamed ?? text;
    }

    /// <summary>A line as it is without the quotes around the whole of it, as a spreadsheet saves text.</summary>
    public static string Unquoted(string line)
    {
        var trimmed = line.Trim();
        if (trimmed.Length < 2 || trimmed[0] != '"' || trimmed[trimmed.Length - 1] != '"') return line;
        var inner = trimmed.Substring(1, trimmed.Length - 2);
        return inner.Replace("\"\"", "").IndexOf('"') < 0 ? inner.Replace("\"\"", "\"") : line;
    }

    private static bool IsQuoted(string text, int end) =>
        end > 0 && text.Substring(0, end) is var line && !ReferenceEquals(Unquoted(line), line);

    /// <returns>
    /// Null where a line has no such prefix, or its number does not grow, or its file is another. A quote may have words above
    /// and below it.
    /// </returns>
    private static string? Without(string text, Regex prefix, out bool isWhole)
    {
        isWhole = true;
        var plain = new StringBuilder();
        string? file = null;
        long last = 0;
        int count = 0;
        bool isBelow = false;
        using var reader = new StringReader(text);
        for (var line = reader.ReadLine(); line is not null;)
        {
            var next = reader.ReadLine();
            bool isSeparator = line.Trim() == GrepSeparator;
            if (isSeparator) isWhole = false;
            var match = prefix.Match(line.Substring(0, Math.Min(line.Length, MaxPrefix)));
            if (match.Success && !isSeparator)
            {
                count++;
                if (isBelow || !IsNext(match, line, ref file, ref last, ref isWhole)) return null;
                line = line.Substring(match.Length);
            }
            else if (!isSeparator && !string.IsNullOrWhiteSpace(line))
            {
                // The end of what was read of a file may be half a number.
                bool isCut = next is null && text[text.Length - 1] != '\n';
                if (prefix != Quote && !isCut) return null;
                isBelow = count > 0;
            }

            plain.Append(line).Append('\n');
            line = next;
        }

        return count > 1 ? plain.ToString() : null;
    }

    private static bool IsNext(Match match, string line, ref string? file, ref long last, ref bool isWhole)
    {
        if (match.Groups["file"] is { Success: true } named)
        {
            file ??= named.Value;
            return string.Equals(file, named.Value, StringComparison.Ordinal);
        }

        if (match.Groups["number"] is not { Success: true } group) return true;
        long number = long.Parse(group.Value, CultureInfo.InvariantCulture);
        if (number <= last || Address.IsMatch(line.Substring(match.Length))) return false;
        isWhole &= number == last + 1;
        last = number;
        return true;
    }
}
