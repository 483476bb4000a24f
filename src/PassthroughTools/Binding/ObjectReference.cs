using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>An object as a parameter takes it: the object itself, or its name, with wildcards.</summary>
/// <typeparam name="T">The object's type.</typeparam>
public abstract class ObjectReference<T> where T : InventoryObject
{
    private protected ObjectReference(ObjectKind<T> kind, T item) => (Kind, Item) = (kind, item);

    private protected ObjectReference(ObjectKind<T> kind, string name) => (Kind, Name) = (kind, name);

    /// <summary>The object, where one was given.</summary>
    public T? Item { get; }

    /// <summary>The name, where one was given.</summary>
    public string? Name { get; }

    /// <summary>The kind of object.</summary>
    internal ObjectKind<T> Kind { get; }

    /// <summary>Whether it is a name that may mean nothing.</summary>
    internal bool IsPattern => Name is not null && new NamePattern(Name).IsPattern;

    /// <summary>The name.</summary>
    public override string ToString() => Item?.Name ?? Name!;
}
