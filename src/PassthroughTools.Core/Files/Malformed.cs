using System.Text;
using PassthroughTools.Errors;

namespace PassthroughTools.Files;

/// <summary>The refusals of input files: each names the file, the place and what is wrong there.</summary>
internal static class Malformed
{
    private const int MaxQuoted = 60;
    private const int MaxMessage = 400;

    public static PassthroughException At(string path, int line, string what, Exception? cause = null) =>
        new(ErrorId.InputMalformed, FormattableString.Invariant($"File '{path}', line {line}: {Printable(what, MaxMessage)}."),
            path, cause);

    public static PassthroughException Whole(string path, string what, Exception? cause = null) =>
        new(ErrorId.InputMalformed, $"File '{path}': {Printable(what, MaxMessage)}.", path, cause);

    /// <summary>Text out of a file for a message.</summary>
    public static string Quote(string text) => $"'{Printable(text, MaxQuoted)}'";

    /// <summary>A reason out of a file for a message.</summary>
    public static string Printable(string text) => Printable(text, MaxMessage);

    /// <summary>Short, and without what would move a terminal's cursor: the text may be hostile.</summary>
    private static string Printable(string text, int most)
    {
        var printable = new StringBuilder(Math.Min(text.Length, most));
        for (int i = 0; i < text.Length && i < most; i++) printable.Append(char.IsControl(text[i]) ? '?' : text[i]);
        return text.Length > most ? printable.Append("...").ToString() : printable.ToString();
    }
}
