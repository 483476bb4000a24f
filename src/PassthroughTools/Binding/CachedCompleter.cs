using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using PassthroughTools.Errors;
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
        var word = (wordToComplete ?? "").Trim('\'', '"');
        var pattern = WildcardPattern.Get(WildcardPattern.ContainsWildcardCharacters(word) ? word : WildcardPattern.Escape(word) + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        var results = new List<CompletionResult>();
        var elapsed = Stopwatch.StartNew();
        try
        {
            foreach (var (name, tip) in Candidates(fakeBoundParameters))
            {
                if (results.Count >= MaxResults || elapsed.Elapsed > Budget) break;
                if (pattern.IsMatch(name)) results.Add(new CompletionResult(Quoted(name), name, CompletionResultType.ParameterValue, tip));
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

    private protected static IEnumerable<InventoryState> States()
    {
        using var budget = new CancellationTokenSource(Budget);
        return [.. SessionTable.Current.Defaults.Select(server => server.Read(budget.Token))];
    }

    private static string Quoted(string name)
    {
        var escaped = WildcardPattern.Escape(name);
        return escaped.All(static c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':')
            ? escaped
            : "'" + CodeGeneration.EscapeSingleQuotedStringContent(escaped) + "'";
    }
}
