using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>An object as a parameter takes it: the object itself, or its name, with wildcards.</summary>
/// <typeparam name="T">The object's type.</typeparam>
public abstract class ObjectReference<T> where T : InventoryObject
{
    private protected ObjectReference(T item) => Item = item;

    private protected ObjectReference(string name) => Name = name;

    /// <summary>The object, where one was given.</summary>
    public T? Item { get; }

    /// <summary>The name, where one was given.</summary>
    public string? Name { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Item?.Name ?? Name!;
}
