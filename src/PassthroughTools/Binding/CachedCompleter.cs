using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Sessions;
using PassthroughTools.State;

namespace PassthroughTools.Binding;

/// <summary>Completes names from what is connected, within a time that a user does not notice, and never fails.</summary>
public abstract class CachedCompleter : IArgumentCompleter
{
    private const int MaxResults = 200;
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(300);

    private protected CachedCompleter()
    {
    }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var begun = new BegunName(wordToComplete ?? "");
        var results = new List<CompletionResult>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var elapsed = Stopwatch.StartNew();
        try
        {
            foreach (var (name, tip) in Candidates(fakeBoundParameters))
            {
                if (results.Count >= MaxResults || elapsed.Elapsed > Budget) break;
                if (IsBegun(begun, name) && seen.Add(name)) results.Add(new CompletionResult(Quoted(name), name, CompletionResultType.ParameterValue, tip));
            }
        }
        catch (Exception e) when (e is PassthroughException or OperationCanceledException)
        {
            // A completer that cannot answer completes nothing: an error here would spoil the user's line.
        }

        return results;
    }

    /// <summary>Names with a tip each.</summary>
    private protected abstract IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters);

    /// <summary>Whether a name is begun with what the user has written.</summary>
    private protected virtual bool IsBegun(BegunName begun, string name) => begun.Fits(name);

    /// <summary>The inventories of the servers that -Server names, else of the default ones; not of one that cannot be read.</summary>
    private protected static IEnumerable<InventoryState> States(IDictionary boundParameters)
    {
        using var budget = new CancellationTokenSource(Budget);
        foreach (var server in Servers(boundParameters["Server"]))
        {
            InventoryState state;
            try
            {
                state = server.Read(budget.Token);
            }
            catch (PassthroughException)
            {
                continue;
            }

            yield return state;
        }
    }

    /// <summary>The names that an argument gives, of objects or as texts; null where it is not given, or not known before it runs.</summary>
    private protected static IReadOnlyList<NamePattern>? Names(object? argument) => argument switch
    {
        PSObject wrapped => Names(wrapped.BaseObject),
        string text => [new NamePattern(text)],
        InventoryObject item => [new NamePattern(WildcardPattern.Escape(item.Name))],
        IEnumerable many => [.. many.Cast<object?>().SelectMany(static one => Names(one) ?? [])],
        _ => null,
    };

    private static IEnumerable<VIServer> Servers(object? argument) => argument switch
    {
        null => [.. SessionTable.Current.Defaults],
        PSObject wrapped => Servers(wrapped.BaseObject),
        VIServer server => server.IsConnected ? [server] : [],
        string name => [.. SessionTable.Current.Servers.Where(server => server.IsNamed(new NamePattern(name)))],
        IEnumerable many => many.Cast<object?>().Where(static one => one is not null).SelectMany(Servers).Distinct(),
        _ => [],
    };

    /// <summary>A name as it is written in a command: in quotes where it would be read as something else, such as a number or a parameter.</summary>
    private static string Quoted(string name)
    {
        var escaped = WildcardPattern.Escape(name);
        bool isWord = escaped.All(static c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':')
            && escaped[0] is not ('-' or '.') && (!char.IsDigit(escaped[0]) || escaped.IndexOf(':') > 0);
        return isWord ? escaped : "'" + CodeGeneration.EscapeSingleQuotedStringContent(escaped) + "'";
    }
}
