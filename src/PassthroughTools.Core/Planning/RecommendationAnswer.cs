using PassthroughTools.Capabilities;

namespace PassthroughTools.Planning;

/// <summary>What a technology answers to one need.</summary>
/// <param name="Need">The feature's or offer's name.</param>
/// <param name="Value">yes, no, conditional, limited or unknown.</param>
/// <param name="Note">A clause that explains the value, or null.</param>
/// <param name="Source">The publication, in full.</param>
internal sealed record RecommendationAnswer(string Need, string Value, string? Note, string Source)
{
    /// <summary>Whether the technology has it, restricted or not.</summary>
    public bool IsHad => Value is "yes" or "limited";

    /// <summary>
    /// How far it is from a yes, for the order of technologies: another device may turn conditional into a yes, limited stays so,
    /// and of unknown nobody knows.
    /// </summary>
    public int Doubt => Value switch
    {
        "yes" => 0,
        "conditional" => 1,
        "limited" => 2,
        "unknown" => 3,
        _ => 0,
    };

    /// <summary>The need, and what there is to say of it, as in "VMotion: conditional (depends on the device model)".</summary>
    public string Explained => Note is null ? $"{Need}: {Value}" : $"{Need}: {Value} ({Note})";

    /// <summary>What stands in the catalog.</summary>
    public static RecommendationAnswer Of(string need, CatalogFact? fact) => fact is null
        ? new RecommendationAnswer(need, "unknown", "no source says", "catalog")
        : new RecommendationAnswer(need, fact.Value, fact.Note, fact.Source);

    /// <summary>What was resolved for a device.</summary>
    public static RecommendationAnswer Of(Capability capability) => new(
        capability.Feature.ToString(),
        capability.Support switch
        {
            CapabilitySupport.Supported => "yes",
            CapabilitySupport.NotSupported => "no",
            _ => "unknown",
        },
        capability.Reason,
        capability.Source);
}
