namespace PassthroughTools.Planning;

/// <summary>A host that goes under maintenance.</summary>
public sealed record PlannedHost
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The name when the plan was made.</summary>
    public required string Name { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
