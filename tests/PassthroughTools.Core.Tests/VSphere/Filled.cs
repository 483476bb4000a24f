using PassthroughTools.Vim.Xml;
using VMware.Vim;

namespace PassthroughTools.Core.Tests.VSphere;

/// <summary>Values of the API's types in which everything is set, and in turn each kind of object where several may be.</summary>
internal sealed class Filled
{
    // Enough for each kind of device.
    private const int Devices = 64;

    private readonly Dictionary<Type, int> used = [];
    private readonly Stack<Type> within = [];

    public object? Of(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type == typeof(string) || type == typeof(object)) return "x";
        if (type == typeof(ManagedObjectReference)) return new ManagedObjectReference { Type = "Folder", Value = "group-v3" };
        if (type.IsArray) return List(type.GetElementType()!);
        if (typeof(DynamicData).IsAssignableFrom(type)) return Data(type);
        return type.IsEnum ? type.GetEnumValues().GetValue(0) : Activator.CreateInstance(type);
    }

    private Array List(Type type)
    {
        int count = type == typeof(VirtualDeviceConfigSpec) ? Devices : Math.Max(1, Kinds(type).Count);
        var items = Enumerable.Range(0, count).Select(_ => Of(type)).Where(static item => item is not null).ToArray();
        var list = Array.CreateInstance(type, items.Length);
        items.CopyTo(list, 0);
        return list;
    }

    private object? Data(Type declared)
    {
        var kinds = Kinds(declared);
        int turn = used[declared] = used.GetValueOrDefault(declared) + 1;
        var type = kinds[turn % kinds.Count];
        if (within.Contains(type)) return null;
        within.Push(type);
        var made = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties()) property.SetValue(made, Of(property.PropertyType));
        within.Pop();
        return made;
    }

    private static List<Type> Kinds(Type declared) =>
    [
        .. VimTypes.All.Values.Where(type => declared.IsAssignableFrom(type) && !type.IsAbstract)
            .OrderBy(static type => type.Name, StringComparer.Ordinal),
    ];
}
