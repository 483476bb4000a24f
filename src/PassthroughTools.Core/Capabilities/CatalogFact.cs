namespace PassthroughTools.Capabilities;

/// <summary>What the catalog says of one feature: yes, no, conditional, limited or unknown, and where that stands.</summary>
/// <param name="Value">yes, no, conditional (depends on the device), limited (works with restrictions) or unknown.</param>
/// <param name="Source">The publication, in full.</param>
/// <param name="Note">A clause that explains the value, or null.</param>
public sealed record CatalogFact(string Value, string Source, string? Note)
{
    /// <summary>yes, no, cond, lim or ?: a cell of the capability grid.</summary>
    public string Symbol => Value switch
    {
        "yes" or "no" => Value,
        "conditional" => "cond",
        "limited" => "lim",
        _ => "?",
    };

    /// <summary>Whether the feature works; conditional and unknown are Unknown until the device decides.</summary>
    public CapabilitySupport Support => Value switch
    {
        "yes" or "limited" => CapabilitySupport.Supported,
        "no" => CapabilitySupport.NotSupported,
        _ => CapabilitySupport.Unknown,
    };

    /// <inheritdoc/>
    public override string ToString() => Value;
}
