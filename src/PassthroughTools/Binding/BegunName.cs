using System.Management.Automation;

namespace PassthroughTools.Binding;

/// <summary>What a user has written of a name so far, with or without quotes, escapes and wildcards.</summary>
internal sealed class BegunName
{
    private readonly string start;
    private readonly WildcardPattern? pattern;

    public BegunName(string word)
    {
        var text = Unquoted(word);
        start = WildcardPattern.Unescape(text);
        pattern = NamePattern.WildcardOf(text + "*");
    }

    /// <summary>Whether a name begins so: as it is written, or as a pattern.</summary>
    public bool Fits(string name) => name.StartsWith(start, StringComparison.OrdinalIgnoreCase) || pattern?.IsMatch(name) == true;

    private static string Unquoted(string word)
    {
        if (word.Length == 0 || word[0] is not ('\'' or '"')) return word;
        var quote = word[0].ToString();
        bool isClosed = word.Length > 1 && word.EndsWith(quote, StringComparison.Ordinal);
        return word.Substring(1, word.Length - (isClosed ? 2 : 1)).Replace(quote + quote, quote);
    }
}
