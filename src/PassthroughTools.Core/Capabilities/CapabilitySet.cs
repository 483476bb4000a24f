using System.Collections;

namespace PassthroughTools.Capabilities;

/// <summary>The capabilities of a device or virtual machine: enumerable, and indexable by feature or by its name.</summary>
public sealed class CapabilitySet : IReadOnlyList<Capability>
{
    private readonly Capability[] capabilities;

    internal CapabilitySet(Func<PassthroughFeature, Capability> resolve) =>
        capabilities = [.. AllFeatures.Select(resolve)];

    /// <summary>Every feature, in the order of the grid.</summary>
    public static IReadOnlyList<PassthroughFeature> AllFeatures { get; } = (PassthroughFeature[])Enum.GetValues(typeof(PassthroughFeature));

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

    /// <summary>The features that work, in a line.</summary>
    public override string ToString() =>
        string.Join(", ", capabilities.Where(static c => c.Support == CapabilitySupport.Supported).Select(static c => c.Feature));
}
