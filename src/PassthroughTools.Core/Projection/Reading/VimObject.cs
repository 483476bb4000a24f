using PassthroughTools.Vim.Xml;
using VMware.Vim;

namespace PassthroughTools.Projection.Reading;

/// <summary>What was told of a managed object.</summary>
internal sealed class VimObject(ManagedObjectReference moRef)
{
    // An object has some thirty: a list is smaller than a dictionary, and as fast.
    private readonly List<KeyValuePair<string, object?>> values = [];

    /// <summary>The id, such as HostSystem-host-9.</summary>
    public string Id { get; } = moRef.ToString();

    /// <summary>The type, such as HostSystem.</summary>
    public string Type { get; } = moRef.Type!;

    /// <summary>What names it in a message: the name, or what the server calls it.</summary>
    public string Name => Text("name") is { } name ? VimNames.Unescape(name) : moRef.Value!;

    /// <summary>What of it could not be recorded.</summary>
    public List<Remark> Remarks { get; } = [];

    /// <summary>Whether what its devices are made of was told since they were last read.</summary>
    public bool HasNewDevices { get; set; } = true;

    /// <summary>Keeps a value; one of a whole takes the place of those of its parts that were told before.</summary>
    public void Put(string path, object? value)
    {
        for (int i = values.Count - 1; i >= 0; i--)
        {
            if (IsWithin(values[i].Key, path) || string.Equals(values[i].Key, path, StringComparison.Ordinal)) values.RemoveAt(i);
        }

        values.Add(new KeyValuePair<string, object?>(path, value));
    }

    /// <summary>A value, be it told by itself or within another; null where it is not known, or of another type.</summary>
    public T? Get<T>(string path)
        where T : class => Find(path) as T;

    /// <summary>A text; null where there is none, or nothing in it.</summary>
    public string? Text(string path) => Find(path) is string { Length: > 0 } text ? text : null;

    /// <summary>A whole number.</summary>
    public long? Number(string path) => Find(path) switch
    {
        long number => number,
        int number => number,
        short number => number,
        sbyte number => number,
        _ => null,
    };

    /// <summary>A number in a range; null where it is not known, or out of it.</summary>
    public long? Number(string path, long least, long most) =>
        Number(path) is { } number && number >= least && number <= most ? number : null;

    /// <summary>A truth value.</summary>
    public bool? Flag(string path) => Find(path) as bool?;

    /// <summary>A value of an enumeration.</summary>
    public T? Named<T>(string path)
        where T : struct, Enum => Find(path) switch
        {
            T value => value,
            string text => VimText.Parse(typeof(T), text) as T?,
            _ => null,
        };

    private object? Find(string path)
    {
        KeyValuePair<string, object?> nearest = default;
        foreach (var pair in values)
        {
            if (string.Equals(pair.Key, path, StringComparison.Ordinal)) return pair.Value;
            if (IsWithin(path, pair.Key) && pair.Key.Length > (nearest.Key?.Length ?? 0)) nearest = pair;
        }

        var value = nearest.Value;
        if (value is null) return null;
        foreach (var step in path.Substring(nearest.Key!.Length + 1).Split('.'))
        {
            if (value is not DynamicData data) return null;
            var elements = VimTypes.ElementsOf(data.GetType());
            value = Array.Find(elements, one => string.Equals(one.Name, step, StringComparison.Ordinal))?.Get(data);
        }

        return value;
    }

    private static bool IsWithin(string path, string whole) =>
        path.Length > whole.Length && path[whole.Length] == '.' && path.StartsWith(whole, StringComparison.Ordinal);
}
