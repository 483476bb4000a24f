using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using PassthroughTools.Files;

namespace PassthroughTools.Importing.Input;

/// <summary>
/// Where a text has U+FFFD, which takes the place of bytes that are no text in the file's encoding, or was stored in its place
/// before.
/// </summary>
internal static class LostCharacters
{
    private const int MaxLines = 10;

    /// <summary>The character, and how JSON and XML write it.</summary>
    private static readonly Regex Mark = new(
        "\ufffd|\\\\u[Ff]{3}[Dd]|&#(?:x0{0,8}[Ff]{3}[Dd]|0{0,8}65533);", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(30));

    /// <summary>The warning about a file's text; none where nothing was lost.</summary>
    public static IEnumerable<string> Warnings(string path, string text)
    {
        var lines = new List<int>();
        string? quoted = null;
        int number = 1, counted = 0;
        for (var match = Mark.Match(text); match.Success && lines.Count <= MaxLines; match = match.NextMatch())
        {
            for (; counted < match.Index; counted++)
            {
                if (text[counted] == '\n') number++;
            }

            if (lines.Count > 0 && lines[lines.Count - 1] == number) continue;
            lines.Add(number);
            quoted ??= Around(text, match.Index);
        }

        if (quoted is null) yield break;
        yield return Warning(path, lines, quoted);
    }

    /// <summary>The warning about a character that was lost.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lines">The numbers of its lines.</param>
    /// <param name="around">What stands around the first.</param>
    public static string Warning(string path, IReadOnlyCollection<int> lines, string around)
    {
        var where = string.Join(", ", lines.Take(MaxLines)) + (lines.Count > MaxLines ? ", ..." : "");
        return $"File '{path}', line {where}: {Malformed.Quote(around)} has a character that could not be read and is stored as U+FFFD. "
            + "Save the file as UTF-8 and import it again.";
    }

    private static string Around(string text, int index)
    {
        const int before = 40;
        int begin = text.LastIndexOf('\n', index) + 1;
        int end = text.IndexOf('\n', index);
        begin = Math.Max(begin, index - before);
        return text.Substring(begin, (end < 0 ? text.Length : end) - begin).Trim();
    }
}
