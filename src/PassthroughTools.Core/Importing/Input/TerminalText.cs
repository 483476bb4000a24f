using System;
using System.Text;
using System.Text.RegularExpressions;

namespace PassthroughTools.Importing.Input;

/// <summary>
/// A terminal's capture without what is no command's output: what moved the cursor or coloured the prompt, a pager's lines, and what
/// a session says when it begins or ends.
/// </summary>
internal static class TerminalText
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Of Windows, written twice over by a terminal's log, and of a Mac.</summary>
    private static readonly Regex LineEnds = new("\r+\n|\r", RegexOptions.CultureInvariant, Limit);

    private static readonly Regex Sequences = new(
        "\u001b(?:\\[[0-9;?]{0,64}[ -/]{0,8}[@-~]|\\][^\u0007\u001b\n]{0,512}(?:\u0007|\u001b\\\\)|[()][0-9A-B]|[=>])",
        RegexOptions.CultureInvariant,
        Limit);

    /// <summary>
    /// more's prompt, behind which the next line follows where its blanks were lost, and a fence or tag that has text behind or before it;
    /// and whole lines of more, less, ssh, telnet, script, a Mac's Terminal and PowerShell's transcripts.
    /// </summary>
    private static readonly Regex Noise = new(
        @"^[ \t]*--[ \t]?More[ \t]{0,2}--(?:[ \t]?\([^)\n]{0,100}\))?"
        + @"|^[ \t]{0,3}`{3,}(?![\w+-]{0,20}[ \t]*$)"
        + @"|(?<=[^`\s])`{3,}[ \t]*$"
        + @"|^[ \t]*(?:</?(?:pre|code)\b[^>\n]{0,80}>|\[/?code\b[^\]\n]{0,80}\])(?=[^\s\[])|(?<=\S)(?:</(?:pre|code)>|\[/code\])[ \t]*$"
        + @"|^[ \t]*(?:\(END\)|~|:|[\w./-]{0,100} ?lines \d{1,9}-\d{1,9}(?:/\d{1,9})?(?: (?:\(END\)|\d{1,3}%))?"
        + @"|<SPACE> next page[^\n]{0,100}|Press any key[^\n]{0,100}"
        + @"|(?:Shared )?Connection to \S{1,256} closed(?: by \w{1,20} host)?\.?|Connection closed(?: by [^\n]{1,256})?\.?"
        + @"|(?:client_loop|packet_write_wait): [^\n]{0,300}|Killed by signal \d{1,3}\.?|logout"
        + @"|Script (?:started|done)[^\n]{0,200}|\[Process completed\]|Saving session[^\n]{0,50}|\.\.\.[^\n]{0,80}\.\.\.(?:completed\.)?"
        + @"|\*{10,100}|(?:Windows )?PowerShell transcript (?:start|end)|(?:Start|End) time ?: \d{8,14}|Transcript (?:started|stopped),[^\n]{0,300}"
        + @")[ \t]*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline,
        Limit);

    /// <summary>The text with one kind of line ends and without the rest; its lines keep their numbers.</summary>
    public static string Plain(string text)
    {
        if (text.Length > 0 && text[0] == '\ufeff') text = text.Substring(1);
        if (text.IndexOf('\r') >= 0) text = LineEnds.Replace(text, "\n");
        if (text.IndexOf('\u001b') >= 0) text = Sequences.Replace(text, "");
        if (text.IndexOf('\b') >= 0) text = Overstruck(text);
        return Noise.Replace(text, "");
    }

    /// <summary>What is seen where the cursor went back: what was written there last.</summary>
    private static string Overstruck(string text)
    {
        var seen = new StringBuilder(text.Length);
        int at = 0, lineStart = 0;
        foreach (char c in text)
        {
            if (c == '\b')
            {
                at = Math.Max(at - 1, lineStart);
            }
            else if (c == '\n')
            {
                seen.Append(c);
                at = lineStart = seen.Length;
            }
            else if (at < seen.Length)
            {
                seen[at++] = c;
            }
            else
            {
                seen.Append(c);
                at++;
            }
        }

        return seen.ToString();
    }
}
