using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PassthroughTools.Binding;

/// <summary>
/// A name as users write it. An object with exactly this name is meant before all that the name fits as a wildcard pattern, so that
/// a machine called gpu[1] can be named.
/// </summary>
internal sealed class NamePattern
{
    private readonly string text;
    private readonly WildcardPattern? pattern;

    public NamePattern(string text)
    {
        bool isPattern = WildcardPattern.ContainsWildcardCharacters(text);
        this.text = isPattern ? text : WildcardPattern.Unescape(text);
        if (isPattern) pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
    }

    /// <summary>Whether nothing that fits is no error.</summary>
    public bool IsPattern => pattern is not null;

    /// <summary>The exact name, where it is no pattern.</summary>
    public string Text => text;

    /// <summary>Whether a name fits.</summary>
    public bool Fits(string? name) => name is not null
        && (string.Equals(name, text, StringComparison.OrdinalIgnoreCase) || pattern?.IsMatch(name) == true);

    /// <summary>What fits of some objects: those of exactly this name, else those that the pattern fits.</summary>
    public IReadOnlyList<T> Select<T>(IEnumerable<T> all, Func<string, IEnumerable<T>> named, Func<T, string> nameOf)
    {
        var exact = named(text).ToList();
        return exact.Count > 0 || pattern is null ? exact : [.. all.Where(item => pattern.IsMatch(nameOf(item)))];
    }
}
