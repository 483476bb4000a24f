using System;
using System.Collections.Generic;
using System.Linq;

namespace PassthroughTools.Binding;

/// <summary>
/// Names that narrow what a cmdlet lists elsewhere, such as on a host. It remembers over the whole pipeline which names nothing had,
/// since a name that the first host lacks may be on the second.
/// </summary>
internal sealed class NameFilter
{
    private readonly IReadOnlyList<NamePattern>? patterns;
    private readonly HashSet<NamePattern> met = [];
    private bool isUsed;

    /// <summary>Makes a filter of names; null lets all through.</summary>
    public NameFilter(string[]? names) => patterns = names?.Select(static name => new NamePattern(name)).ToList();

    /// <summary>The names, no patterns, that nothing had so far.</summary>
    public IEnumerable<string> Missing => isUsed
        ? patterns!.Where(pattern => !pattern.IsPattern && !met.Contains(pattern)).Select(static pattern => pattern.Text)
        : [];

    /// <summary>What has one of the names: for each name the objects of exactly this name, else those that it fits as a pattern.</summary>
    public IReadOnlyList<T> Select<T>(IReadOnlyList<T> items, Func<T, string?> nameOf)
    {
        if (patterns is null) return items;
        isUsed = true;
        var kept = new HashSet<int>();
        foreach (var pattern in patterns)
        {
            var fitting = pattern.Select(Enumerable.Range(0, items.Count), i => nameOf(items[i]));
            if (fitting.Count > 0) met.Add(pattern);
            kept.UnionWith(fitting);
        }

        return [.. items.Where((_, i) => kept.Contains(i))];
    }
}
