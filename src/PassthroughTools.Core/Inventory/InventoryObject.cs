using PassthroughTools.State;

namespace PassthroughTools.Inventory;

/// <summary>An object of the inventory as it was when it was read.</summary>
public abstract class InventoryObject
{
    private readonly string uidSegment;

    private protected InventoryObject(InventoryState state, string uidSegment)
    {
        State = state;
        this.uidSegment = uidSegment;
    }

    /// <summary>The id, unique on its server.</summary>
    public abstract string? Id { get; }

    /// <summary>The name.</summary>
    public abstract string Name { get; }

    /// <summary>The identifier that is unique over all servers.</summary>
    public virtual string Uid => $"{State.Origin}{uidSegment}={Id}/";

    internal InventoryState State { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
