using System.Text;
using System.Text.RegularExpressions;

namespace PassthroughTools.Importing.Input;

/// <summary>
/// A terminal's capture without what is no command's output: what moved the cursor or coloured the prompt, a pager's lines, and
/// what a session says when it begins or ends.
/// </summary>
internal static class TerminalText
{
    private const int MaxWhole = 320;
    private const int MaxBehind = 20;

    /// <summary>The first letters of whole lines.</summary>
    private const string WholeStarts = "lL<PpSsCcKk[.*WwEeTt";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Of Windows, written twice over by a terminal's log, and of a Mac.</summary>
    private static readonly Regex LineEnds = new("\r+\n|\r", RegexOptions.CultureInvariant, Limit);

    private static readonly Regex Sequences = new(
        "\u001b(?:\\[[0-9;?]{0,64}[ -/]{0,8}[@-~]|\\][^\u0007\u001b\n]{0,512}(?:\u0007|\u001b\\\\)|[()][0-9A-B]|[=>])",
        RegexOptions.CultureInvariant,
        Limit);

    /// <summary>
    /// more's prompt, behind which the next line follows where its blanks were lost; a fence or tag that has text behind it.
    /// </summary>
    private static readonly Regex Before = new(
        @"^[ \t]*(?:--[ \t]?More[ \t]{0,2}--(?:[ \t]?\([^)]{0,100}\))?|`{3,100}(?![\w+-]{0,20}[ \t]*$)"
        + @"|(?:</?(?:pre|code)\b[^>]{0,80}>|\[/?code\b[^\]]{0,80}\])(?=[^\s\[]))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Limit);

    /// <summary>A fence or tag that has text before it.</summary>
    private static readonly Regex Behind = new(
        @"(?<=[^`\s])(?:`{3,10}|</(?:pre|code)>|\[/code\])[ \t]*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Limit);

    /// <summary>Whole lines of less, ssh, telnet, script, a Mac's Terminal and PowerShell's transcripts.</summary>
    private static readonly Regex Whole = new(
        @"^[ \t]*(?:\(END\)|~|:|lines \d{1,9}-\d{1,9}(?:/\d{1,9})?(?: (?:\(END\)|\d{1,3}%))?"
        + @"|<SPACE> next page.{0,100}|Press any key.{0,100}"
        + @"|(?:Shared )?Connection to \S{1,256} closed(?: by \w{1,20} host)?\.?|Connection closed(?: by .{1,200})?\.?"
        + @"|(?:client_loop|packet_write_wait): .{0,200}|Killed by signal \d{1,3}\.?|logout"
        + @"|Script (?:started|done).{0,200}|\[Process completed\]|Saving session.{0,50}|\.\.\..{0,80}\.\.\.(?:completed\.)?"
        + @"|\*{10,100}|(?:Windows )?PowerShell transcript (?:start|end)|(?:Start|End) time ?: \d{8,14}|Transcript (?:started|stopped),.{0,200}"
        + @")[ \t]*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Limit);

    /// <summary>The text with one kind of line ends and without the rest; its lines keep their numbers.</summary>
    public static string Plain(string text)
    {
        if (text.Length > 0 && text[0] == '\ufeff') text = text.Substring(1);
        if (text.IndexOf('\r') >= 0) text = LineEnds.Replace(text, "\n");
        if (text.IndexOf('\u001b') >= 0) text = Sequences.Replace(text, "");
        if (text.IndexOf('\b') >= 0) text = Overstruck(text);
        return WithoutNoise(text);
    }

    /// <summary>Line by line, and by its first and last signs before a pattern is tried: a file may have millions.</summary>
    private static string WithoutNoise(string text)
    {
        StringBuilder? plain = null;
        int copied = 0;
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            var (from, to) = Kept(text, start, end);
            if (from != start || to != end)
            {
                plain ??= new StringBuilder(text.Length);
                plain.Append(text, copied, start - copied).Append(text, from, to - from);
                copied = end;
            }

            start = end + 1;
        }

        return plain is null ? text : plain.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>What of a line is kept: from where, and to where.</summary>
    private static (int From, int To) Kept(string text, int start, int end)
    {
        int first = start, last = end - 1;
        while (first < end && text[first] is ' ' or '\t') first++;
        while (last > first && text[last] is ' ' or '\t') last--;
        if (first >= end) return (start, end);
        bool mayBeWhole = last - first < MaxWhole
            && (text[first] is '(' or '~' or ':' || (first == start && WholeStarts.IndexOf(text[first]) >= 0));
        if (mayBeWhole && Whole.IsMatch(text.Substring(first, last + 1 - first))) return (end, end);
        int from = start, to = end;
        if (text[first] is '-' or '`' or '<' or '[')
        {
            var match = Before.Match(text.Substring(first, Math.Min(MaxWhole, last + 1 - first)));
            if (match.Success) from = first + match.Length;
        }

        if (text[last] is '`' or '>' or ']')
        {
            int looked = Math.Max(from, last + 1 - MaxBehind);
            var match = Behind.Match(text.Substring(looked, last + 1 - looked));
            if (match.Success) to = looked + match.Index;
        }

        return (from, to);
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
