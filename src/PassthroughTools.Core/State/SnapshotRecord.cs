namespace PassthroughTools.State;

/// <summary>A snapshot of a virtual machine as it is stored.</summary>
public sealed record SnapshotRecord
{
    /// <summary>The id, unique in the inventory.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>When it was taken, in UTC.</summary>
    public DateTime Created { get; init; }

    /// <summary>The id of the snapshot before it, or null for the first.</summary>
    public string? ParentId { get; init; }

    /// <summary>Whether it holds the memory too.</summary>
    public bool Memory { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
