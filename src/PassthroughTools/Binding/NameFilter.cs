using PassthroughTools.Errors;

namespace PassthroughTools.Binding;

/// <summary>
/// Names that narrow what a cmdlet lists elsewhere, such as on a host. It remembers over the whole pipeline which names nothing
/// had, since a name that the first host lacks may be on the second.
/// </summary>
/// <param name="names">The names.</param>
/// <param name="missing">The error that a name which nothing has is.</param>
internal sealed class NameFilter(string[] names, Func<string, PassthroughException> missing)
{
    private readonly HashSet<NamePattern> met = [];
    private readonly List<NamePattern> patterns = [.. names.Select(static name => new NamePattern(name))];

    /// <summary>Of each name, no pattern, that nothing had so far.</summary>
    public IEnumerable<PassthroughException> Missing =>
        patterns.Where(pattern => !pattern.IsPattern && !met.Contains(pattern)).Select(pattern => missing(pattern.Text));

    /// <summary>
    /// What has one of the names: for each name the objects of exactly this name, else those that it fits as a pattern.
    /// </summary>
    public IReadOnlyList<T> Select<T>(IReadOnlyList<T> items, Func<T, string?> nameOf)
    {
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
