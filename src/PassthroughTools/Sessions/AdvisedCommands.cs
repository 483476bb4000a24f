using System.Management.Automation;
using System.Reflection;
using System.Text;
using PassthroughTools.Operations.Requirements;

namespace PassthroughTools.Sessions;

/// <summary>
/// The commands that messages and remedies advise, made to name their server. The rules write them and know no session: which
/// server a command acts on, and whether it has to be said, is known here. A text may have several commands, and words around
/// them.
/// </summary>
internal static class AdvisedCommands
{
    private const string Parameter = " -Server";

    private static readonly HashSet<string> Cmdlets = new(Names(), StringComparer.Ordinal);

    /// <summary>
    /// The text with -Server behind the name of each command that takes it, but for what a pipeline brings objects to: these know
    /// their server. What stands in quotes is the name of something, and stays as it is.
    /// </summary>
    /// <param name="server">The server as -Server takes it.</param>
    /// <param name="text">The text.</param>
    public static string On(string server, string text)
    {
        var argument = $"{Parameter} {server.Quoted()}";
        var named = new StringBuilder();
        bool isCommand = false;
        for (int at = 0; at < text.Length;)
        {
            bool begins = at == 0 || text[at - 1] is ' ' or '(' or '=' or ',' or ':' or '\n';
            int length = !begins ? 1 : text[at] == '\'' ? QuotedLength(text, at, isCommand) : WordLength(text, at);
            named.Append(text, at, length);
            if (begins && Cmdlets.Contains(text.Substring(at, length)))
            {
                bool isFed = at >= 2 && text[at - 2] == '|';
                bool isSaid = string.CompareOrdinal(text, at + length, Parameter, 0, Parameter.Length) == 0;
                if (!isFed && !isSaid) named.Append(argument);
                isCommand = true;
            }

            // A sentence or a parenthesis ends a command; within one a quote in a name is doubled.
            at += length;
            if (text[at - 1] is '.' or ';' or ')' && (at == text.Length || text[at] == ' ')) isCommand = false;
        }

        return named.ToString();
    }

    private static int WordLength(string text, int start)
    {
        int end = start;
        while (end < text.Length && (char.IsLetter(text[end]) || text[end] == '-')) end++;
        return Math.Max(1, end - start);
    }

    /// <summary>The length of what stands in quotes, with them; of a quote that is never closed, its own.</summary>
    private static int QuotedLength(string text, int start, bool isCommand)
    {
        for (int at = start + 1; at < text.Length; at++)
        {
            if (text[at] != '\'') continue;
            if (!isCommand || at + 1 == text.Length || text[at + 1] != '\'') return at - start + 1;
            at++;
        }

        return 1;
    }

    /// <summary>The cmdlets with -Server, but for those that are about servers, where it comes first.</summary>
    private static IEnumerable<string> Names() => typeof(AdvisedCommands).Assembly.GetTypes()
        .Where(static type => type.GetProperty("Server")?.GetCustomAttribute<ParameterAttribute>() is { Position: < 0 })
        .Select(static type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>()
        .Select(static cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}");
}
