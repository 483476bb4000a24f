using PassthroughTools.State;
using PassthroughTools.Text;
namespace PassthroughTools.Capabilities;

/// <summary>A technology of the catalog, such as Fixed DirectPath or VMXNET3.</summary>
public sealed class TechnologyEntry : CatalogEntry
{
    internal TechnologyEntry(string key, string name, string kind, IReadOnlyDictionary<PassthroughFeature, CatalogFact> features,
        string definedIn)
        : base(key, name, kind, features, definedIn)
    {
    }

    /// <summary>Other names for it.</summary>
    public TextList<string> Aliases { get; internal set; } = [];

    /// <summary>The vSphere version that brought it.</summary>
    public string? Since { get; internal set; }

    /// <summary>Its performance class: normal, better, best.</summary>
    public string? Performance { get; internal set; }

    /// <summary>Which RDMA protocols it carries.</summary>
    public string? Rdma { get; internal set; }

    /// <summary>Whether several virtual machines share one device.</summary>
    public string? Sharing { get; internal set; }

    /// <summary>What selects the device.</summary>
    public string? SelectedBy { get; internal set; }

    /// <summary>What it gives a virtual machine of the hardware; empty for a row that is no technology to choose.</summary>
    public SortedMap<TechnologyOffer, CatalogFact> Offers { get; internal set; } =
        SortedMap<TechnologyOffer, CatalogFact>.Empty(Comparer<TechnologyOffer>.Default);

    /// <summary>The publication of these facts, in full.</summary>
    public string? Source { get; internal set; }
}
