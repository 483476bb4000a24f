using PassthroughTools.Inventory;

namespace PassthroughTools.State;

/// <summary>
/// Where a virtual machine is filed and what it takes: nothing here decides an operation. What is not known is null.
/// </summary>
public sealed record VMDetailsRecord
{
    /// <summary>The name of its VM folder.</summary>
    public string? Folder { get; init; }

    /// <summary>The id of its VM folder, such as Folder-group-v3.</summary>
    public string? FolderId { get; init; }

    /// <summary>The name of its resource pool.</summary>
    public string? ResourcePool { get; init; }

    /// <summary>The id of its resource pool, such as ResourcePool-resgroup-8.</summary>
    public string? ResourcePoolId { get; init; }

    /// <summary>
    /// The ids of the datastores that its files are on, such as Datastore-datastore-12; none where they are not known.
    /// </summary>
    public IReadOnlyList<string> DatastoreIds { get; init; } = [];

    /// <summary>The space that its files take, in GB.</summary>
    public decimal? UsedSpaceGB { get; init; }

    /// <summary>The space that its files may grow to, in GB.</summary>
    public decimal? ProvisionedSpaceGB { get; init; }

    /// <summary>Its own DRS automation level.</summary>
    public DrsAutomationLevel? DrsAutomationLevel { get; init; }

    /// <summary>The values of its custom attributes, by name.</summary>
    public SortedMap<string, string> CustomFields { get; init; } = VMRecord.NoSettings;
}
