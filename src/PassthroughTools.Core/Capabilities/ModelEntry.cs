using PassthroughTools.Inventory;
using PassthroughTools.Text;

namespace PassthroughTools.Capabilities;

/// <summary>
/// A device model of the catalog: its PCI IDs, its memory, what its largest BAR maps, and its features under Enhanced DirectPath
/// where a source lists them.
/// </summary>
public sealed class ModelEntry : CatalogEntry
{
    internal ModelEntry(string key, string name, string kind, IReadOnlyDictionary<PassthroughFeature, CatalogFact> features,
        string definedIn)
        : base(key, name, kind, features, definedIn)
    {
    }

    /// <summary>The vendor and device IDs of the model.</summary>
    public TextList<AllowedDevice> PciIds { get; internal set; } = [];

    /// <summary>The publication of the IDs, in full.</summary>
    public string? IdSource { get; internal set; }

    /// <summary>The device's memory in GB; null where it has none or none is known. What it maps is <see cref="Bar"/>.</summary>
    public int? MemoryGB { get; internal set; }

    /// <summary>The publication of the memory size, in full.</summary>
    public string? MemorySource { get; internal set; }

    /// <summary>What its largest BAR maps; null where the entry does not say.</summary>
    public DeviceBar? Bar { get; internal set; }

    /// <summary>
    /// Whether it is listed as a device to pass through; network adapters and switches are listed for their BARs alone.
    /// </summary>
    internal bool IsAccelerator => Kind is not ("nic" or "switch");

    /// <summary>Whether a source lists the model for Enhanced DirectPath.</summary>
    public bool SupportsEnhanced => Facts.Count > 0;
}
