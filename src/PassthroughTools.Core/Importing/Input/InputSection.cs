using System.Text.RegularExpressions;
using PassthroughTools.Errors;
using PassthroughTools.Files;

namespace PassthroughTools.Importing.Input;

/// <summary>
/// A part of an input file that was written by one command: the whole file, or in a terminal's capture what stands between two
/// prompts, or between two fences where it was pasted.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Command">The command line that printed it, or null where none is shown.</param>
/// <param name="FirstLine">The number of the part's first line in the file.</param>
/// <param name="Text">The text.</param>
internal sealed record InputSection(string Path, string? Command, int FirstLine, string Text)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly Regex PciListCommand = new(
        @"(?:esxcli|localcli)\b.*?\bhardware[\s.]+pci[\s.]+(?:pcipassthru[\s.]+)?list\b(?<rest>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Limit);

    private static readonly Regex EsxcliCommand = new(@"\b(?:esxcli|localcli)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Limit);

    /// <summary>A class that was asked for, or a pipe into another program than one that shows or writes the whole.</summary>
    private static readonly Regex Filter = new(
        @"\|(?!\s*(?:/\S{0,100}/)?(?:more|less|tee|cat|fl|Format-List|Out-\w+|ConvertTo-\w+|Export-\w+)\b)|\s(?:-c|--class)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Limit);

    private static readonly Regex SessionCommand = new(@"^(?:exit|logout|ssh)(?:\s|$)", RegexOptions.CultureInvariant, Limit);

    private (string? Text, (int Longest, int Count, int All) Of) widths;

    /// <summary>The host that the command line names, or else the prompt; null where neither does.</summary>
    public ShownHost? Host { get; private init; }

    /// <summary>Whether the numbers before its lines show that lines are missing.</summary>
    private bool IsPart { get; init; }

    /// <summary>Whether a session began or ended there, so that what was printed is its banner.</summary>
    public bool IsOfSession => Command is { } command && SessionCommand.IsMatch(command);

    /// <summary>Whether esxcli or localcli was run.</summary>
    public bool IsEsxcli => Command is { } command && EsxcliCommand.IsMatch(command);

    /// <summary>Whether esxcli's list was asked for, so that the output is to be one.</summary>
    public bool IsPciList => Command is { } command && PciListCommand.IsMatch(command);

    /// <summary>Whether only some of the devices were asked for: those of a class, or a filter's.</summary>
    public bool IsFiltered =>
        IsPart
        || Command is { } command
        && PciListCommand.Match(command) is { Success: true } match
        && Filter.IsMatch(match.Groups["rest"].Value);

    /// <summary>The part with blank lines above it, so that its lines have the file's numbers.</summary>
    public InputSection Numbered =>
        FirstLine == 1 ? this : this with { FirstLine = 1, Text = new string('\n', FirstLine - 1) + Text };

    /// <summary>The parts of a file; one where no prompt stands in it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text, plain (<see cref="TerminalText"/>).</param>
    public static List<InputSection> Of(string path, string text)
    {
        bool isPart = false;
        text = MarkdownTable.Plain(LinePrefix.Without(text, ref isPart));
        var sections = new List<InputSection>();
        string? command = null, host = null;
        int begin = 0, firstLine = 1, number = 1;
        for (int start = 0; start < text.Length; number++)
        {
            int end = text.IndexOf('\n', start);
            int next = end < 0 ? text.Length : end + 1;
            if (ShellPrompt.TryRead(text, start, next - start, out var typed, out var named))
            {
                Take(start);
                (command, host, begin, firstLine) = (typed, named, next, number + 1);
            }
            else if (Fence.IsAt(text, start, next - start))
            {
                // The command may stand above the fence that has its output.
                if (Take(start)) (command, host) = (null, null);
                (begin, firstLine) = (next, number + 1);
            }

            start = next;
        }

        Take(text.Length);
        return sections;

        bool Take(int end)
        {
            var part = begin == 0 && end == text.Length ? text : text.Substring(begin, end - begin);
            if (string.IsNullOrWhiteSpace(part)) return false;
            bool isPartOfList = isPart;
            part = LinePrefix.Without(part, ref isPartOfList);
            sections.Add(new InputSection(path, command, firstLine, part) { Host = Shown(command, host), IsPart = isPartOfList });
            return true;
        }
    }

    private static ShownHost? Shown(string? command, string? prompt) =>
        command is not null && RemoteCommand.HostOf(command) is { } named ? new ShownHost(named, null) { IsOfCommand = true }
            : prompt is not null ? new ShownHost(prompt, null) : null;

    /// <summary>The part from one of its lines on.</summary>
    /// <param name="start">Where the line starts in the text.</param>
    /// <param name="line">The line's number in the file.</param>
    public InputSection From(int start, int line) =>
        start == 0 ? this : this with { Text = Text.Substring(start), FirstLine = line };

    /// <summary>
    /// The end of a refusal where a terminal broke the lines: those that it broke are the longest, and in csv and JSON most are.
    /// </summary>
    /// <param name="above">The line above the one that is refused; null where only most lines can tell.</param>
    public string Broken(string? above = null)
    {
        if (!ReferenceEquals(widths.Text, Text)) widths = (Text, Widths());
        var (longest, count, all) = widths.Of;
        bool isBroken = longest is >= 20 and <= 300
            && (above is null ? all > 2 && count * 2 >= all : above.Length >= longest - 1);
        return isBroken
            ? FormattableString.Invariant(
                $"; lines are broken at {longest} columns: make the window wider, or write the output to a file")
            : "";
    }

    /// <summary>How long the longest line is, how many are so long, and how many there are.</summary>
    private (int Longest, int Count, int All) Widths()
    {
        int longest = 0, count = 0, all = 0;
        for (int start = 0, end; start < Text.Length; start = end + 1)
        {
            end = Text.IndexOf('\n', start) is >= 0 and var found ? found : Text.Length;
            int length = end - start;
            if (length > 0) all++;
            if (length == longest) count++;
            else if (length > longest) (longest, count) = (length, 1);
        }

        return (longest, count, all);
    }

    /// <summary>The refusal of what stands in a line.</summary>
    /// <param name="line">The line's number in the part, from 1.</param>
    /// <param name="what">What is wrong there.</param>
    /// <param name="cause">The cause, or null.</param>
    public PassthroughException Fault(int line, string what, Exception? cause = null) =>
        Malformed.At(Path, LineInFile(line), what, cause);

    /// <summary>The number in the file of a line of the part.</summary>
    public int LineInFile(int line) => FirstLine + line - 1;
}
