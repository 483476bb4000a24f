using System.Collections.Concurrent;
using System.Reflection;
using VMware.Vim;

namespace PassthroughTools.Vim.Xml;

/// <summary>The types of the API that are known, and what each is made of.</summary>
internal static class VimTypes
{
    private static readonly Dictionary<string, Type> ByName = typeof(DynamicData).Assembly.GetExportedTypes()
        .Where(static type => type.IsEnum || typeof(DynamicData).IsAssignableFrom(type) || type == typeof(ManagedObjectReference))
        .ToDictionary(static type => type.Name, StringComparer.Ordinal);

    private static readonly Dictionary<string, Type> Simple = new(StringComparer.Ordinal)
    {
        ["string"] = typeof(string),
        ["boolean"] = typeof(bool),
        ["byte"] = typeof(sbyte),
        ["short"] = typeof(short),
        ["int"] = typeof(int),
        ["long"] = typeof(long),
        ["float"] = typeof(float),
        ["double"] = typeof(double),
        ["dateTime"] = typeof(DateTime),
        ["anyType"] = typeof(object),
    };

    private static readonly ConcurrentDictionary<Type, VimElement[]> Elements = new();

    /// <summary>Every data object and enumeration, by name.</summary>
    public static IReadOnlyDictionary<string, Type> All => ByName;

    /// <summary>A type of the API's own namespace, or null; ArrayOfX is the list of X.</summary>
    public static Type? Named(string name)
    {
        if (ByName.TryGetValue(name, out var type)) return type;
        if (!name.StartsWith("ArrayOf", StringComparison.Ordinal)) return null;
        string item = name.Substring("ArrayOf".Length);
        return (ByName.TryGetValue(item, out type) || (item.Length > 0 && Simple.TryGetValue(Lower(item), out type)))
            ? type.MakeArrayType()
            : null;
    }

    /// <summary>A type of XML Schema, or null.</summary>
    public static Type? Primitive(string name) => Simple.TryGetValue(name, out var type) ? type : null;

    /// <summary>What XML Schema calls a type, or null.</summary>
    public static string? PrimitiveName(Type type) => Simple.FirstOrDefault(pair => pair.Value == type).Key;

    /// <summary>A data object's elements in order: those of its base type come first.</summary>
    public static VimElement[] ElementsOf(Type type) => Elements.GetOrAdd(type, static type =>
    [
        .. type.BaseType is { } parent && parent != typeof(object) ? ElementsOf(parent) : [],
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .OrderBy(static property => property.MetadataToken).Select(static property => new VimElement(property)),
    ]);

    public static string Lower(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
