namespace PassthroughTools.Capabilities;

/// <summary>Whether one feature works for a device or a virtual machine, and who says so.</summary>
public sealed class Capability
{
    internal Capability(PassthroughFeature feature, CapabilitySupport support, string reason, string source,
        string? limitedBy = null)
    {
        Feature = feature;
        Support = support;
        Reason = reason;
        Source = source;
        LimitedBy = limitedBy;
    }

    /// <summary>The feature.</summary>
    public PassthroughFeature Feature { get; }

    /// <summary>Whether it works.</summary>
    public CapabilitySupport Support { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>The device that decides, as address and name; null where none does.</summary>
    public string? LimitedBy { get; }

    /// <summary>The catalog entry or host fact that decided, with the publication it comes from.</summary>
    public string Source { get; }

    /// <summary>yes, no or ?: a cell of the capability grid.</summary>
    public string Symbol => Support switch
    {
        CapabilitySupport.Supported => "yes",
        CapabilitySupport.NotSupported => "no",
        _ => "?",
    };

    /// <summary>The feature and whether it works, as in "VMotion: yes".</summary>
    public override string ToString() => $"{Feature}: {Symbol}";
}
