namespace PassthroughTools.Inventory;

/// <summary>A folder or resource pool, of which an inventory keeps no more than what it is called.</summary>
public sealed class InventoryItem
{
    internal InventoryItem(string? id, string name)
    {
        Id = id;
        Name = name;
    }

    /// <summary>The id, such as Folder-group-v3; null where it is not known.</summary>
    public string? Id { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
