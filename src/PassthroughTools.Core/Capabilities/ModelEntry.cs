using System.Collections.Generic;
using PassthroughTools.Inventory;

namespace PassthroughTools.Capabilities;

/// <summary>
/// A device model of the catalog: its PCI IDs, its memory, and its features under Enhanced DirectPath where a source lists them.
/// </summary>
public sealed class ModelEntry : CatalogEntry
{
    internal ModelEntry(string key, string name, string kind, IReadOnlyDictionary<PassthroughFeature, CatalogFact> features, string definedIn)
        : base(key, name, kind, features, definedIn)
    {
    }

    /// <summary>The vendor and device IDs of the model.</summary>
    public IReadOnlyList<AllowedDevice> PciIds { get; internal set; } = [];

    /// <summary>The publication of the IDs, in full.</summary>
    public string? IdSource { get; internal set; }

    /// <summary>The device's memory in GB, which it maps as MMIO; null where it has none or none is known.</summary>
    public int? MemoryGB { get; internal set; }

    /// <summary>The publication of the memory size, in full.</summary>
    public string? MemorySource { get; internal set; }

    /// <summary>Whether a source lists the model for Enhanced DirectPath.</summary>
    public bool SupportsEnhanced => Features.Count > 0;
}
