using System.Management.Automation;
using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>
/// A name as users write it. An object with exactly this name is meant before all that the name fits as a wildcard pattern, so
/// that a machine called gpu[1] can be named. A PCI address is meant in any form that the field writes.
/// </summary>
internal sealed class NamePattern
{
    private readonly string text;
    private readonly string? address;
    private readonly WildcardPattern? pattern;

    public NamePattern(string text)
    {
        pattern = WildcardOf(text);
        this.text = pattern is null ? WildcardPattern.Unescape(text) : text;
        if (pattern is null && PciAddress.TryParse(text, out var parsed)) address = parsed.ToString();
    }

    /// <summary>Whether nothing that fits is no error.</summary>
    public bool IsPattern => pattern is not null;

    /// <summary>The exact name, where it is no pattern.</summary>
    public string Text => text;

    /// <summary>Whether a name fits.</summary>
    public bool Fits(string? name) => IsExactly(name) || (name is not null && pattern?.IsMatch(name) == true);

    /// <summary>What fits of some objects: those of exactly this name, else those that the pattern fits.</summary>
    public IReadOnlyList<T> Select<T>(IEnumerable<T> all, Func<string, IEnumerable<T>> named, Func<T, string?> nameOf)
    {
        var exact = named(text).ToList();
        return exact.Count > 0 || pattern is null ? exact : [.. all.Where(item => Fits(nameOf(item)))];
    }

    /// <summary>As above, for objects of which no index by name is kept.</summary>
    public IReadOnlyList<T> Select<T>(IEnumerable<T> all, Func<T, string?> nameOf) =>
        Select(all, _ => all.Where(item => IsExactly(nameOf(item))), nameOf);

    /// <summary>
    /// A text as a wildcard pattern; null where it has no wildcards, or is no pattern, as gpu[ is none: it can be a name.
    /// </summary>
    public static WildcardPattern? WildcardOf(string text)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(text)) return null;
        try
        {
            var wildcard = WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            _ = wildcard.IsMatch("");
            return wildcard;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }

    private bool IsExactly(string? name) => name is not null
        && (string.Equals(name, text, StringComparison.OrdinalIgnoreCase)
            || (address is not null && string.Equals(name, address, StringComparison.Ordinal)));
}
