using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PassthroughTools.Files;
using PassthroughTools.Importing.Json;

namespace PassthroughTools.Importing.Input;

/// <summary>
/// Where a file has U+FFFD, which takes the place of what is no text: bytes that the file's encoding does not have, half a
/// surrogate pair that is written as an escape, or what was lost before.
/// </summary>
internal sealed class LostCharacters(string path)
{
    private const int MaxLines = 10;

    /// <summary>The character, and how XML writes it.</summary>
    private static readonly Regex Mark = new(
        "\ufffd|&#(?:x0*[Ff]{3}[Dd]|0*65533);", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(30));

    private static readonly Regex XmlComment = new("<!--(?>(?:[^-]|-[^-])*)-->", RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(30));

    private readonly SortedSet<int> lines = [];
    private string? quoted;

    /// <summary>The warning about all of them, or null where nothing was lost.</summary>
    public string? Warning => quoted is null ? null
        : $"File '{path}', line {string.Join(", ", lines.Take(MaxLines))}{(lines.Count > MaxLines ? ", ..." : "")}: "
            + $"{Malformed.Quote(quoted)} has a character that could not be read and is stored as U+FFFD. Correct it, or "
            + "save the file as UTF-8, and import it again.";

    /// <summary>Looks through a value that was read.</summary>
    /// <param name="value">The value, without its escapes.</param>
    /// <param name="line">The line where it stands.</param>
    public void Look(string value, int line)
    {
        if (value.IndexOf('\ufffd') is >= 0 and var at) Note(value, at, line);
    }

    /// <summary>Looks through all names and values of a JSON document.</summary>
    /// <param name="root">The document.</param>
    /// <param name="section">The part of the file that has it.</param>
    public void Look(JContainer root, InputSection section)
    {
        foreach (var token in root.DescendantsAndSelf())
        {
            var text = token is JProperty property ? property.Name : (token as JValue)?.Value as string;
            if (text is not null) Look(text, section.LineInFile(JsonText.LineOf(token)));
        }
    }

    /// <summary>Looks through the text of a list, but for comments: nothing is stored of them.</summary>
    public void LookThrough(InputSection section, bool isXml)
    {
        var text = isXml
            ? XmlComment.Replace(section.Text, static comment => comment.Value.Replace('\ufffd', '?'))
            : section.Text;
        int number = section.FirstLine, counted = 0;
        for (var match = Mark.Match(text); match.Success && lines.Count <= MaxLines; match = match.NextMatch())
        {
            for (; counted < match.Index; counted++)
            {
                if (text[counted] == '\n') number++;
            }

            Note(text, match.Index, number);
        }
    }

    private void Note(string text, int index, int line)
    {
        lines.Add(line);
        quoted ??= Around(text, index);
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
