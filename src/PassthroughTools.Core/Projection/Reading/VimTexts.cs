namespace PassthroughTools.Projection.Reading;

/// <summary>Texts that many records share, each kept once.</summary>
internal sealed class VimTexts
{
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);

    /// <summary>The one that is kept; null for an empty one, as servers send what they do not know.</summary>
    public string? Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (known.TryGetValue(text!, out var kept)) return kept;
        known.Add(text!, text!);
        return text;
    }
}
