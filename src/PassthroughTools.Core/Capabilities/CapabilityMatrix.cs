using System.Collections;
using System.Collections.Specialized;
using PassthroughTools.Text;

namespace PassthroughTools.Capabilities;

/// <summary>
/// The capabilities of a device, a virtual machine or an entry of the catalog. A feature or its name gives the capability with
/// its reason, as in <c>$vm.Capabilities.VMotion.Reason</c>, and Values all of them; written as JSON or CSV it is feature and
/// support.
/// </summary>
public sealed class CapabilityMatrix : TextMap, IReadOnlyList<Capability>
{
    private readonly Capability[] capabilities;

    internal CapabilityMatrix(Func<PassthroughFeature, Capability> resolve) =>
        capabilities = [.. AllFeatures.Select(resolve)];

    /// <summary>Every feature, in the order of the grid.</summary>
    public static IReadOnlyList<PassthroughFeature> AllFeatures { get; } =
        (PassthroughFeature[])Enum.GetValues(typeof(PassthroughFeature));

    /// <inheritdoc/>
    public int Count => capabilities.Length;

    /// <inheritdoc/>
    public Capability this[int index] => capabilities[index];

    /// <summary>The capability for a feature.</summary>
    public Capability this[PassthroughFeature feature] => capabilities[(int)feature];

    /// <summary>The capability for a feature's name, whatever its case; null where there is no such feature.</summary>
    public Capability? this[string feature] =>
        TryFind(feature, StringComparison.OrdinalIgnoreCase, out var known) ? this[known] : null;

    /// <inheritdoc/>
    public IEnumerator<Capability> GetEnumerator() => ((IEnumerable<Capability>)capabilities).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override OrderedDictionary Entries()
    {
        var entries = new OrderedDictionary();
        foreach (var capability in capabilities) entries.Add(capability.Feature.ToString(), capability.Support);
        return entries;
    }

    private protected override ICollection ReadValues() => capabilities;

    private protected override object? Find(object key) => key switch
    {
        int index => capabilities[index],
        PassthroughFeature feature => this[feature],
        string name => this[name],
        _ => null,
    };

    /// <summary>The feature of a name; unlike Enum.TryParse it takes neither numbers nor lists for one.</summary>
    internal static bool TryFind(string? name, StringComparison comparison, out PassthroughFeature feature)
    {
        foreach (var known in AllFeatures)
        {
            if (!string.Equals(known.ToString(), name, comparison)) continue;
            feature = known;
            return true;
        }

        feature = default;
        return false;
    }
}
