using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>
/// An object as a parameter takes it: the object itself, its name, with wildcards, or what a job, remoting or CliXml has made of
/// it.
/// </summary>
/// <typeparam name="T">The object's type.</typeparam>
public abstract class ObjectReference<T> where T : InventoryObject
{
    private protected ObjectReference(ObjectKind<T> kind, T item) => (Kind, Item) = (kind, item);

    private protected ObjectReference(ObjectKind<T> kind, string name) => (Kind, Name) = (kind, name);

    private protected ObjectReference(ObjectKind<T> kind, Given given) =>
        (Kind, Item, Name, Serialized) = (kind, (T?)given.Item, given.Name, given.Serialized);

    /// <summary>The object, where one was given.</summary>
    public T? Item { get; }

    /// <summary>The name, where one was given.</summary>
    public string? Name { get; }

    /// <summary>What came from another session.</summary>
    internal SerializedObject? Serialized { get; }

    /// <summary>The kind of object.</summary>
    internal ObjectKind<T> Kind { get; }

    /// <summary>Whether it is a name that may mean nothing.</summary>
    internal bool IsPattern => Name is not null && new NamePattern(Name).IsPattern;

    /// <summary>The name.</summary>
    public override string ToString() => Item?.Name ?? Name ?? Serialized!.Name;
}
