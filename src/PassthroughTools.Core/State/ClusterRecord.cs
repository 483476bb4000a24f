namespace PassthroughTools.State;

/// <summary>A cluster as it is stored.</summary>
public sealed record ClusterRecord
{
    /// <summary>The id, unique in the inventory and never used again.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What DRS, HA, EVC and vSAN are set to, or null where nothing is known of that.</summary>
    public ClusterServicesRecord? Services { get; init; }
}
