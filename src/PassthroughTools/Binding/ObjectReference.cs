using PassthroughTools.Inventory;
using PassthroughTools.Sessions;

namespace PassthroughTools.Binding;

/// <summary>
/// An object as a parameter takes it: the object itself, its name, with wildcards, or what a job, remoting or CliXml has made of
/// it.
/// </summary>
/// <typeparam name="T">The object's type.</typeparam>
public abstract class ObjectReference<T> : Reference where T : InventoryObject
{
    private protected ObjectReference(ObjectKind<T> kind, T item) => (Kind, Item) = (kind, item);

    private protected ObjectReference(ObjectKind<T> kind, string name) => (Kind, Name) = (kind, name);

    private protected ObjectReference(ObjectKind<T> kind, Given given) =>
        (Kind, Item, Name, Serialized) = (kind, (T?)given.Item, given.Name, given.Serialized);

    /// <summary>The object, where one was given.</summary>
    public T? Item { get; }

    /// <summary>The name, where one was given.</summary>
    public string? Name { get; }

    private protected override object? Meant => Item ?? (object?)Serialized?.Value ?? Known;

    private protected override string? MeantName => ToString();

    private protected override string? MeantId => Name is not null && PciAddress.TryParse(Name, out _) ? Name : null;

    /// <summary>What came from another session.</summary>
    internal SerializedObject? Serialized { get; }

    /// <summary>The kind of object.</summary>
    internal ObjectKind<T> Kind { get; }

    /// <summary>Whether it is a name that may mean nothing.</summary>
    internal bool IsPattern => Name is not null && new NamePattern(Name).IsPattern;

    /// <summary>The object of an exact name, as the session read it last; null where it knows none, or several.</summary>
    private T? Known
    {
        get
        {
            var pattern = new NamePattern(Name!);
            var known = pattern.IsPattern ? [] : SessionTable.Current.Defaults
                .SelectMany(server => Kind.Fitting(server.Last, pattern)).Take(2).ToList();
            return known.Count == 1 ? known[0] : null;
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Item?.ToString() ?? Name ?? Serialized!.Name;
}
