using System.Text.RegularExpressions;

namespace PassthroughTools.Importing.Input;

/// <summary>
/// The lines that a forum or a wiki has around what was pasted, Markdown's fence and the tags of others; and the headings of
/// equals signs that a script writes between its commands' output.
/// </summary>
internal static class Fence
{
    private const int MaxLength = 120;

    private static readonly Regex Line = new(
        @"^(?:(?:`{3,}|~{3,})[\w+-]{0,20}|\[/?(?:code|quote|pre|spoiler)\b[^\]]{0,80}\]"
        + @"|</?(?:pre|code)\b[^>]{0,80}>|\{(?:code|noformat)(?::[^}]{0,80})?\}|={3,}(?:[^=]{1,80}={3,})?)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        TimeSpan.FromSeconds(5));

    /// <summary>Whether a line of a text is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the line starts.</param>
    /// <param name="length">The line's length.</param>
    public static bool IsAt(string text, int start, int length)
    {
        int end = start + Math.Min(length, MaxLength + 1);
        while (start < end && text[start] is ' ' or '\t') start++;
        return start < end && text[start] is '`' or '~' or '[' or '<' or '{' or '=' && length <= MaxLength
            && Line.IsMatch(text.Substring(start, end - start).TrimEnd());
    }
}
