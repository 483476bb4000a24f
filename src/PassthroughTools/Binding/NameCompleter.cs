using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PassthroughTools.Sessions;
using PassthroughTools.State;

namespace PassthroughTools.Binding;

/// <summary>Completes names from what the session last read of its servers: it waits for nothing, and never fails.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    private const int MaxResults = 200;

    private readonly Func<IDictionary, IEnumerable<(string Name, string Tip)>> candidates;

    private protected NameCompleter(Func<IDictionary, IEnumerable<(string Name, string Tip)>> candidates) =>
        this.candidates = candidates;

    private protected NameCompleter(Func<IEnumerable<(string Name, string Tip)>> candidates)
        : this((IDictionary _) => candidates())
    {
    }

    /// <summary>Completes from the inventories of the servers that -Server names, else of the default ones.</summary>
    private protected NameCompleter(Func<InventoryState, IEnumerable<(string Name, string Tip)>> candidates)
        : this((IDictionary bound) => Servers(bound["Server"]).SelectMany(server => candidates(server.Last)))
    {
    }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var begun = new BegunName(wordToComplete ?? "");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return candidates(fakeBoundParameters).Where(one => IsBegun(begun, one.Name) && seen.Add(one.Name)).Take(MaxResults)
            .Select(static one => new CompletionResult(Quoted(one.Name), one.Name, CompletionResultType.ParameterValue, one.Tip))
            .ToList();
    }

    /// <summary>Whether a name is begun with what the user has written.</summary>
    private protected virtual bool IsBegun(BegunName begun, string name) => begun.Fits(name);

    private protected static IEnumerable<VIServer> Servers(object? argument) => argument switch
    {
        null => [.. SessionTable.Current.Defaults],
        PSObject wrapped => Servers(wrapped.BaseObject),
        VIServer server => server.IsConnected ? [server] : [],
        string name => [.. SessionTable.Current.Servers.Where(server => server.IsNamed(new NamePattern(name)))],
        IEnumerable many => many.Cast<object?>().Where(static one => one is not null).SelectMany(Servers).Distinct(),
        _ => [],
    };

    /// <summary>
    /// A name as it is written in a command: in quotes where it would be read as something else, such as a number or a parameter.
    /// </summary>
    private static string Quoted(string name)
    {
        var escaped = WildcardPattern.Escape(name);
        bool isWord = escaped.All(static c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':')
            && escaped[0] is not ('-' or '.') && (!char.IsDigit(escaped[0]) || escaped.IndexOf(':') > 0);
        return isWord ? escaped : "'" + CodeGeneration.EscapeSingleQuotedStringContent(escaped) + "'";
    }
}
