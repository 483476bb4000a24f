using Newtonsoft.Json;
using PassthroughTools.State;

namespace PassthroughTools.Inventory;

/// <summary>An object of the inventory as it was when it was read.</summary>
public abstract class InventoryObject
{
    private readonly string uidSegment;

    private protected InventoryObject(InventoryState state, string uidSegment)
    {
        ReadFrom = state;
        this.uidSegment = uidSegment;
    }

    /// <summary>The id, unique on its server.</summary>
    public abstract string? Id { get; }

    /// <summary>The name.</summary>
    public abstract string Name { get; }

    /// <summary>The identifier that is unique over all servers.</summary>
    [JsonIgnore]
    public virtual string Uid => $"{ReadFrom.Origin}{uidSegment}={Id}/";

    /// <summary>The state that it was read from.</summary>
    internal InventoryState ReadFrom { get; }

    /// <summary>Whether both are the same thing of the same server, whenever they were read, as PowerCLI compares its objects.</summary>
    public override bool Equals(object? obj) => obj is InventoryObject other && other.GetType() == GetType() && string.Equals(Uid, other.Uid, System.StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => System.StringComparer.Ordinal.GetHashCode(Uid);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
