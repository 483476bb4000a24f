using System;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;

namespace PassthroughTools.Importing.Input;

/// <summary>
/// What stands before each line of a text: its number, as grep -n, findstr /n and cat -n write it, or a mail's &gt;. It is taken off
/// where all lines have it.
/// </summary>
internal static class LinePrefix
{
    private const int MaxPrefix = 24;

    /// <summary>A number that grows tells it from an address; grep parts it with a hyphen where the line is only near a match.</summary>
    private static readonly Regex Number = new(
        @"^[ \t]{0,8}(?<number>[1-9][0-9]{0,8})(?:[:\t-]|[ ]{2}|$)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    private static readonly Regex Rest = new(
        @"^[0-9a-f]{2,3}:[0-9a-f]{2}\.[0-7]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(5));

    private static readonly Regex Quote = new("^> ?", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    /// <summary>The text without what stands before each of its lines.</summary>
    /// <param name="text">The text, whose lines end in a line feed.</param>
    /// <param name="isPart">Set where the numbers show that lines are missing.</param>
    public static string Without(string text, ref bool isPart)
    {
        if (Without(text, Quote, out _) is { } unquoted) text = unquoted;
        if (Without(text, Number, out bool isWhole) is not { } plain) return text;
        isPart |= !isWhole;
        return plain;
    }

    /// <returns>Null where a line has no such prefix, or its number does not grow.</returns>
    private static string? Without(string text, Regex prefix, out bool isWhole)
    {
        isWhole = true;
        var plain = new StringBuilder();
        long last = 0;
        int count = 0;
        using var reader = new StringReader(text);
        for (var line = reader.ReadLine(); line is not null;)
        {
            var next = reader.ReadLine();
            bool isSeparator = line.Trim() == Esxcli.EsxcliText.GrepSeparator;
            var match = prefix.Match(line.Substring(0, Math.Min(line.Length, MaxPrefix)));
            if (isSeparator) isWhole = false;
            if (!isSeparator && !string.IsNullOrWhiteSpace(line) && !match.Success)
            {
                // The end of what was read of a file may be half a number.
                if (next is not null || text[text.Length - 1] == '\n') return null;
            }
            else if (match.Success)
            {
                count++;
                if (match.Groups["number"] is { Success: true } group)
                {
                    long number = long.Parse(group.Value, System.Globalization.CultureInfo.InvariantCulture);
                    if (number <= last || Rest.IsMatch(line.Substring(match.Length))) return null;
                    isWhole &= number == last + 1;
                    last = number;
                }

                line = line.Substring(match.Length);
            }

            plain.Append(line).Append('\n');
            line = next;
        }

        return count > 1 ? plain.ToString() : null;
    }
}
