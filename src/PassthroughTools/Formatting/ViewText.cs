using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;
using System.Text.RegularExpressions;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Planning;
using PassthroughTools.Prerequisites;

namespace PassthroughTools.Formatting;

/// <summary>
/// Text of the views, in lines that end between words: PowerShell itself breaks lines anywhere where the culture is not one of a
/// few European languages.
/// </summary>
public static class ViewText
{
    private const int Hanging = 11;

    /// <summary>The sentence at the end of a refusal that gives a command.</summary>
    private static readonly Regex Remedy = new(
        @" [A-Z][^.:']*: [A-Z][A-Za-z]+-[A-Z][A-Za-z]+ ", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>What a map prints that came through a job, remoting or CliXml, as a <see cref="Text.TextMap"/> does.</summary>
    public static string Entries(PSObject map) => Text.TextMap.LineOf(
        ((IDictionary)map.BaseObject).Cast<DictionaryEntry>().OrderBy(static entry => $"{entry.Key}", StringComparer.Ordinal));

    /// <summary>The columns that a view has.</summary>
    public static int Width(PSHost? host) => OutputWidth.Of(host);

    /// <summary>A text in lines as wide as the window but for the columns that are taken; of a list, its items.</summary>
    /// <param name="value">The text or list; null gives nothing.</param>
    /// <param name="taken">How many columns are not its own.</param>
    /// <param name="host">Whose window.</param>
    public static string Wrap(object? value, int taken, PSHost? host)
    {
        if (LanguagePrimitives.GetEnumerable(value) is { } list)
            value = string.Join(", ", list.Cast<object?>());
        return string.Join(Environment.NewLine, Lines($"{value}", Width(host) - taken));
    }

    /// <summary>
    /// A cell whose end is left out where it is longer than its column can be, so that a long name does not drive the columns
    /// after it out of the window: PowerShell gives each column what its longest cell takes, and leaves out the last ones.
    /// </summary>
    /// <param name="value">What is shown.</param>
    /// <param name="width">How wide it can be where the output has 80 columns.</param>
    /// <param name="share">By how many columns what the output has more, or less, is shared; 0 where it does not matter.</param>
    /// <param name="host">Whose window.</param>
    public static string Cut(object? value, int width, int share, PSHost? host)
    {
        var text = $"{value}";
        if (text.Length <= width - 1 || (share == 0 && text.Length <= width)) return text;
        int most = Shared(width, share, host);
        return text.Length <= most ? text : text.Substring(0, most - 1) + '\u2026';
    }

    /// <summary>
    /// The same as wide as it can be: of rows that come one by one the first decides how wide PowerShell makes the column.
    /// </summary>
    /// <inheritdoc cref="Cut"/>
    public static string Filled(object? value, int width, int share, PSHost? host) =>
        Cut(value, width, share, host).PadRight(Shared(width, share, host) - 1);

    /// <summary>The text of a table's last column, in lines, beside cells that are cut.</summary>
    /// <param name="value">The text.</param>
    /// <param name="taken">How many columns are not its own: what lies between columns, and those of a fixed width.</param>
    /// <param name="cut">How wide the cells that are cut can be together where the output has 80 columns.</param>
    /// <param name="share">By how many columns what the output has more, or less, is shared by these.</param>
    /// <param name="host">Whose window.</param>
    /// <param name="most">How many lines it has at most; what is left out is a sign.</param>
    public static string Beside(object? value, int taken, int cut, int share, PSHost? host, int most = int.MaxValue)
    {
        var lines = Lines($"{value}", Width(host) - taken - Shared(cut, share, host) - 1).ToList();
        if (lines.Count <= most) return string.Join(Environment.NewLine, lines);
        return string.Join(Environment.NewLine, lines.Take(most)) + '\u2026';
    }

    private static int Shared(int width, int share, PSHost? host) =>
        share == 0 ? width : Math.Max(4, width + (int)Math.Floor((Width(host) - OutputWidth.Usual) / (double)share));

    /// <summary>
    /// Whose findings follow: the kind and the name of a preflight's target or, of what is mended in order, the machine.
    /// </summary>
    public static string Target(PrerequisiteTest test, PSHost? host) => Wrap(
        test switch
        {
            { MendedFor: { } vm } => $"To mend for VM {vm}, in this order",
            { Target: PassthroughDevice { VMHost: { } on } } => $"Device {test.TargetName} of host {on.Name}",
            { Target: PassthroughDevice } => $"Device {test.TargetName}",
            { Target: VMHost } => $"Host {test.TargetName}",
            _ => $"VM {test.TargetName}",
        },
        0,
        host);

    /// <summary>
    /// A finding of a preflight: one that is met in one line, of any other what was found and is needed, and in lines of its own
    /// what mends it.
    /// </summary>
    public static string Finding(PrerequisiteTest test, PSHost? host)
    {
        int width = Width(host);
        var start = $"  {test.Result,-8} ";
        var text = $"{test.Requirement}: {test.Found}";
        if (test.Result == Verdict.Pass) return start + (text.Length + Hanging <= width ? text : test.Requirement);
        var said = new StringBuilder(start);
        Append(said, Lines($"{text}; {test.Needed}.", width - Hanging));
        if (test.Remedy is { } remedy)
        {
            said.AppendLine().Append(' ', Hanging);
            Append(said, Command(remedy, width - Hanging));
        }

        return said.ToString();
    }

    /// <summary>A label and, beside it, a text in lines that end between words.</summary>
    public static string Labelled(string label, object? value, PSHost? host) =>
        $"{label,-9}: " + Wrap(value, Hanging, host).Replace(Environment.NewLine, Environment.NewLine + new string(' ', Hanging));

    /// <summary>A step of a plan that interrupts its machine or is blocked: what is done, why, and what is lost.</summary>
    public static string Step(PlanStep step, PSHost? host)
    {
        var said = new StringBuilder($"{step}");
        if (step.DestinationName is { } destination) said.Append(" to ").Append(destination);
        var why = step.Reason.Length == 0 ? "" : $"Because {step.Reason}.";
        if (step.Loses.Count > 0) why += $" Loses {string.Join("; ", step.Loses)}.";
        foreach (var line in Lines(why.Trim(), Width(host) - 4)) said.AppendLine().Append("    ").Append(line);
        return said.ToString();
    }

    /// <summary>
    /// What a host lacks for a machine, without the names that the table has and what mends it; of a host that fits, its devices.
    /// </summary>
    public static string Missing(HostPlacement placement)
    {
        var reason = placement.Reason ?? "";
        if (placement.Fits) return string.Join(". ",
            new[] { string.Join(", ", placement.Devices), reason }.Where(static part => part.Length > 0));
        if (Remedy.Match(reason) is { Success: true } remedy) reason = reason.Substring(0, remedy.Index);
        var has = $" host '{placement.VMHost.Name}' has ";
        int at = reason.IndexOf(has, StringComparison.Ordinal);
        if (at >= 0 && reason.StartsWith($"VM '{placement.VM.Name}' asks ", StringComparison.Ordinal))
            return reason.Substring(at + has.Length);
        foreach (var subject in new[] { $"Host '{placement.VMHost.Name}' ", $"VM '{placement.VM.Name}' " })
        {
            if (reason.StartsWith(subject, StringComparison.Ordinal)) return reason.Substring(subject.Length);
        }

        return reason;
    }

    private static void Append(StringBuilder said, IEnumerable<string> lines) =>
        said.Append(string.Join(Environment.NewLine + new string(' ', Hanging), lines));

    /// <summary>Lines that end between words; a longer word has a line of its own.</summary>
    private static IEnumerable<string> Lines(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', '\t', '\r', '\n'))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }

        if (line.Length > 0) yield return line.ToString();
    }

    /// <summary>
    /// A command in one line or, where it is longer than the window, in lines that PowerShell reads as one command.
    /// </summary>
    private static IEnumerable<string> Command(string command, int width)
    {
        var line = new StringBuilder();
        foreach (var part in Parts(command))
        {
            // Room for the sign that the command goes on.
            if (line.Length > 0 && line.Length + 1 + part.Length > width - 2)
            {
                if (line[line.Length - 1] != '|') line.Append(" `");
                yield return line.ToString();
                line.Clear().Append("  ");
            }
            else if (line.Length > 0)
            {
                line.Append(' ');
            }

            line.Append(part);
        }

        yield return line.ToString();
    }

    /// <summary>What stands between the spaces of a command that are in no quotes.</summary>
    private static IEnumerable<string> Parts(string command)
    {
        var part = new StringBuilder();
        bool isQuoted = false;
        foreach (char sign in command)
        {
            if (sign == '\'') isQuoted = !isQuoted;
            if (sign == ' ' && !isQuoted)
            {
                yield return part.ToString();
                part.Clear();
            }
            else
            {
                part.Append(sign);
            }
        }

        yield return part.ToString();
    }
}
