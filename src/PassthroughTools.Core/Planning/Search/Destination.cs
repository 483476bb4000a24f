using PassthroughTools.State;

namespace PassthroughTools.Planning.Search;

/// <summary>A host that machines of the plan may go to.</summary>
internal sealed class Destination(HostRecord host, int likeness, int alike, IReadOnlyList<DevicePool> pools)
{
    public HostRecord Host { get; } = host;

    /// <summary>Hosts with the same number take the same machines, as far as devices are free.</summary>
    public int Likeness { get; } = likeness;

    /// <summary>Hosts with the same number have also as many free devices of each kind.</summary>
    public int Alike { get; } = alike;

    /// <summary>Its free devices; alike hosts have the kinds in the same order, numbered one after the other.</summary>
    public IReadOnlyList<DevicePool> Pools { get; } = pools;

    /// <summary>Whether it has free devices beside those in its pools, which depend on one that is in them.</summary>
    public bool HasDependents { get; init; }

    /// <summary>Whether a pool is here.</summary>
    public bool Has(int pool) => Pools.Count > 0 && pool >= Pools[0].Index && pool < Pools[0].Index + Pools.Count;
}
