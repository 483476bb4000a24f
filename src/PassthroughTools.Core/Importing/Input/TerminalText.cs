using System;
using System.Text.RegularExpressions;

namespace PassthroughTools.Importing.Input;

/// <summary>A terminal's capture without what moved the cursor or coloured the prompt.</summary>
internal static class TerminalText
{
    private static readonly Regex Sequences = new(
        "\u001b(?:\\[[0-9;?]{0,64}[ -/]{0,8}[@-~]|\\][^\u0007\u001b\n]{0,512}(?:\u0007|\u001b\\\\)|[()][0-9A-B]|[=>])",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(30));

    /// <summary>The text without a byte order mark and escape sequences; its lines stay.</summary>
    public static string Plain(string text)
    {
        if (text.Length > 0 && text[0] == '\ufeff') text = text.Substring(1);
        return text.IndexOf('\u001b') < 0 ? text : Sequences.Replace(text, "");
    }
}
