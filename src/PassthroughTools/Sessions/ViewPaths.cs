using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Vim.Views;

namespace PassthroughTools.Sessions;

/// <summary>The paths of the properties of views.</summary>
internal static class ViewPaths
{
    /// <summary>
    /// Refuses a name that no property of a view has. One that VIM has and that is not served is allowed: it is null.
    /// </summary>
    /// <exception cref="PassthroughException">ValueInvalid.</exception>
    public static void CheckRoot(string view, string name)
    {
        if (View(view) is { } type && !VimProperties.Has(view, name)) Property(view, [type], name, name);
    }

    /// <summary>Refuses a path that no view of a type has: a filter by it would find nothing, whatever there is.</summary>
    /// <exception cref="PassthroughException">ValueInvalid.</exception>
    public static void Check(string view, string path)
    {
        var type = View(view);
        var names = path.Split('.');
        if (VimProperties.Has(view, names[0])) return;
        foreach (var name in names)
        {
            if (type is null) return;
            type = Property(view, [.. Types.Where(type.IsAssignableFrom), type], name, path);
        }
    }

    private static IEnumerable<Type> Types => typeof(ViewBase).Assembly.GetExportedTypes();

    private static Type? View(string name) => Types.FirstOrDefault(type =>
        typeof(ViewBase).IsAssignableFrom(type) && string.Equals(type.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The type of a property of one of several types, the last of which is the one that is declared.</summary>
    private static Type Property(string view, List<Type> possible, string name, string path)
    {
        var all = possible.SelectMany(static one => one.GetProperties()).ToList();
        if (all.Find(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)) is { } property)
            return Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        List<string> names = [.. all.Select(static one => one.Name).Distinct(StringComparer.Ordinal)];
        string have = NearName.Of(name, names) is { } near
            ? $"Did you mean {near}?"
            : $"It has {string.Join(", ", names.OrderBy(static one => one, StringComparer.Ordinal))}.";
        throw new PassthroughException(
            ErrorId.ValueInvalid,
            $"Views of type {view} have no property {Malformed.Quote(path)}: {possible[possible.Count - 1].Name} has "
            + $"no {Malformed.Quote(name)} here. {have}",
            path);
    }
}
