using Newtonsoft.Json;

namespace PassthroughTools.State.Json;

/// <summary>Properties as they are written wherever speed does not matter.</summary>
internal static class JsonProperties
{
    /// <summary>Writes a property, left out where it is null.</summary>
    public static void Property(this JsonTextWriter json, string name, object? value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    /// <summary>Writes an array property.</summary>
    public static void Array<T>(this JsonTextWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WritePropertyName(name);
        json.WriteStartArray();
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }
}
