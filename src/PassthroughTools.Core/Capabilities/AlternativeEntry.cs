using PassthroughTools.Text;
namespace PassthroughTools.Capabilities;

/// <summary>
/// Another way to give a workload a device, such as Hyper-V's Discrete Device Assignment, or an older name of one: what it is
/// today, what it keeps and what it loses. It is told of and never recommended.
/// </summary>
public sealed class AlternativeEntry : CatalogEntry
{
    internal AlternativeEntry(string key, string name, string kind, string definedIn)
        : base(key, name, kind, new Dictionary<PassthroughFeature, CatalogFact>(), definedIn)
    {
    }

    /// <summary>Other names for it.</summary>
    public TextList<string> Aliases { get; internal set; } = [];

    /// <summary>Whether it has ended: it is no longer sold, or was removed.</summary>
    public bool HasEnded { get; internal set; }

    /// <summary>Since when it is there and on what, or when it ended.</summary>
    public string? Status { get; internal set; }

    /// <summary>What it keeps.</summary>
    public string? Keeps { get; internal set; }

    /// <summary>What it loses.</summary>
    public string? Loses { get; internal set; }

    /// <summary>How sure that is: high (the vendor, or two sources that agree), medium or low.</summary>
    public string? Confidence { get; internal set; }

    /// <summary>The publications, in full.</summary>
    public string? Source { get; internal set; }
}
