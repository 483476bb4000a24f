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

    /// <summary>Whether it was read at all: what Pester's New-MockObject makes was not, and has nothing but its type.</summary>
    internal bool IsRead => ReadFrom is not null;

    /// <summary>
    /// Whether both are the same thing of the same server, whenever they were read, as PowerCLI compares its objects.
    /// </summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj)
        || (obj is InventoryObject { IsRead: true } other && IsRead && other.GetType() == GetType()
            && string.Equals(Uid, other.Uid, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override int GetHashCode() => IsRead ? StringComparer.Ordinal.GetHashCode(Uid) : 0;

    /// <summary>The name.</summary>
    public override string ToString() => IsRead ? Name : GetType().Name;
}
