namespace PassthroughTools.Capabilities;

/// <summary>
/// What the catalog says of one feature of one technology or device model, as a flat object for filters and exports.
/// </summary>
public sealed class CatalogStatement
{
    /// <summary>Makes the statement of an entry on a feature.</summary>
    public CatalogStatement(CatalogEntry entry, PassthroughFeature feature, CatalogFact? fact)
    {
        Entry = entry;
        Feature = feature;
        Value = fact?.Value ?? "unknown";
        Note = fact?.Note;
        Source = fact?.Source;
    }

    /// <summary>The technology or device model.</summary>
    public CatalogEntry Entry { get; }

    /// <summary>Its key.</summary>
    public string Key => Entry.Key;

    /// <summary>The feature.</summary>
    public PassthroughFeature Feature { get; }

    /// <summary>yes, no, conditional, limited or unknown.</summary>
    public string Value { get; }

    /// <summary>A clause that explains the value, or null.</summary>
    public string? Note { get; }

    /// <summary>The publication, or null where none says.</summary>
    public string? Source { get; }

    /// <summary>The catalog that the entry stands in.</summary>
    public string DefinedIn => Entry.DefinedIn;
}
