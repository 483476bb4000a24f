using System.Diagnostics.CodeAnalysis;

namespace PassthroughTools.State.Json;

/// <summary>Enum values as they stand in JSON: the name with a small first letter, as VIM writes them.</summary>
internal static class JsonName<T> where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = [];
    private static readonly Dictionary<string, T> Values = new(StringComparer.Ordinal);

    static JsonName()
    {
        foreach (T value in Enum.GetValues(typeof(T)))
        {
            var name = JsonCase.Of(value.ToString());
            Names[value] = name;
            Values[name] = value;
        }
    }

    public static IEnumerable<string> All => Values.Keys;

    public static string Of(T value) => Names[value];

    public static bool TryParse([NotNullWhen(true)] string? name, out T value)
    {
        value = default;
        return name is not null && Values.TryGetValue(name, out value);
    }
}
