using System.Globalization;

namespace PassthroughTools.Reporting;

/// <summary>
/// Writes text into HTML so that it stays text: as the content of an element or the value of a quoted attribute. Names come from
/// everywhere. What cannot be seen and changes what is seen (control characters, the marks that turn the direction of writing) is
/// shown by its number.
/// </summary>
internal static class HtmlText
{
    /// <summary>The longest text that is shown whole, in characters; a longer one ends with an ellipsis.</summary>
    public const int MaxLength = 1_000;

    public static void Write(TextWriter writer, string text)
    {
        int end = text.Length;
        if (end > MaxLength) end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        for (int i = 0; i < end; i++)
        {
            char next = text[i];
            if (Entity(next) is { } entity) writer.Write(entity);
            else if (IsUnseen(next)) writer.Write(string.Format(CultureInfo.InvariantCulture, "[U+{0:X4}]", (int)next));
            else if (!char.IsSurrogate(next)) writer.Write(next);
            else if (char.IsHighSurrogate(next) && i + 1 < end && char.IsLowSurrogate(text[i + 1]))
                writer.Write(new[] { next, text[++i] });
            else writer.Write('\uFFFD');
        }

        if (end < text.Length) writer.Write('\u2026');
    }

    private static string? Entity(char next) => next switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => null,
    };

    // U+200C and U+200D are part of words in some scripts, and of emoji.
    private static bool IsUnseen(char next) => next is not ('\u200c' or '\u200d')
        && CharUnicodeInfo.GetUnicodeCategory(next) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
