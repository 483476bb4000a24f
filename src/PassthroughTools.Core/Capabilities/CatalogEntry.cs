namespace PassthroughTools.Capabilities;

/// <summary>A row of the catalog: a technology or a device model, with what is said of its features.</summary>
public abstract class CatalogEntry
{
    private protected CatalogEntry(string key, string name, string kind,
        IReadOnlyDictionary<PassthroughFeature, CatalogFact> features, string definedIn)
    {
        Key = key;
        Name = name;
        Kind = kind;
        Facts = features;
        DefinedIn = definedIn;
    }

    /// <summary>The stable key, such as Fixed or IntelGaudi3.</summary>
    public string Key { get; }

    /// <summary>The name that the field uses.</summary>
    public string Name { get; }

    /// <summary>What it is: passthrough, paravirtual, gpu, accelerator, ...</summary>
    public string Kind { get; }

    /// <summary>What is said of each feature: Conditional where it depends on the device, Unknown where no source says.</summary>
    public CapabilityMatrix Capabilities => new(feature => Fact(feature) is not { } fact
        ? new Capability(feature, CapabilitySupport.Unknown, "no source says", DefinedIn)
        : new Capability(
            feature,
            string.Equals(fact.Value, "conditional", System.StringComparison.Ordinal)
                ? CapabilitySupport.Conditional
                : fact.Support,
            fact.Note ?? $"{Name}: {feature} {fact.Value}",
            fact.Source));

    /// <summary>The catalog that the entry stands in: "built-in", or the path of an administrator's catalog file.</summary>
    public string DefinedIn { get; }

    /// <summary>The features of which something is said.</summary>
    internal IReadOnlyDictionary<PassthroughFeature, CatalogFact> Facts { get; }

    /// <summary>What is said of a feature, or null.</summary>
    public CatalogFact? Fact(PassthroughFeature feature) => Facts.TryGetValue(feature, out var fact) ? fact : null;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
