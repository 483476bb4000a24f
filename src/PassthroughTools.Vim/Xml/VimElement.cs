using System.Reflection;
using VMware.Vim;

namespace PassthroughTools.Vim.Xml;

/// <summary>An element of a data object.</summary>
internal sealed class VimElement
{
    private readonly PropertyInfo property;

    public VimElement(PropertyInfo property)
    {
        this.property = property;
        Name = VimTypes.Lower(property.Name);
        IsList = property.PropertyType.IsArray;
        var type = IsList ? property.PropertyType.GetElementType()! : property.PropertyType;
        Type = Nullable.GetUnderlyingType(type) ?? type;
        MayRefer = Type == typeof(ManagedObjectReference) || typeof(DynamicData).IsAssignableFrom(Type);
    }

    /// <summary>The element's name: the property's with a small first letter.</summary>
    public string Name { get; }

    /// <summary>The type as declared; of a list, that of its items.</summary>
    public Type Type { get; }

    /// <summary>Whether the element is there once for each item.</summary>
    public bool IsList { get; }

    /// <summary>Whether a reference to a managed object may be in it.</summary>
    public bool MayRefer { get; }

    public object? Get(object owner) => property.GetValue(owner);

    public void Set(object owner, object? value) => property.SetValue(owner, value);
}
