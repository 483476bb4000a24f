using System.Reflection;

namespace PassthroughTools.Help;

/// <summary>
/// The module's types that stand for an object or its name: each has but public constructors with one parameter, one of them
/// text. PowerShell makes them by these constructors from what is given, and all of them take names with wildcards.
/// </summary>
internal static class Reference
{
    /// <summary>A list's type for one item; else the type itself.</summary>
    public static Type One(Type type)
    {
        var one = type.IsArray ? type.GetElementType()! : type;
        return Nullable.GetUnderlyingType(one) ?? one;
    }

    public static bool Is(Type type) =>
        type.Namespace == "PassthroughTools.Binding" && Constructors(type).Any(static given => given == typeof(string));

    /// <summary>Whether a type means objects, by name or pattern: an amount or a type of views has no wildcards.</summary>
    public static bool HasNames(Type type)
    {
        for (var one = type; one is not null; one = one.BaseType)
            if (one.FullName == "PassthroughTools.Binding.Reference") return Is(type);
        return false;
    }

    /// <summary>The types of objects that can be given where a type is asked for.</summary>
    public static IEnumerable<Type> Accepted(Type type) => Is(type) ? Constructors(type).SelectMany(Concrete) : Concrete(type);

    private static IEnumerable<Type> Constructors(Type type) =>
        type.GetConstructors(BindingFlags.Public | BindingFlags.Instance)
            .Select(static constructor => constructor.GetParameters()).Where(static given => given.Length == 1)
            .Select(static given => given[0].ParameterType);

    private static IEnumerable<Type> Concrete(Type type) => type.IsAbstract
        ? type.Assembly.GetExportedTypes().Where(candidate => !candidate.IsAbstract && type.IsAssignableFrom(candidate))
            .OrderBy(static candidate => candidate.Name, StringComparer.Ordinal)
        : [type];
}
