using System.Globalization;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection.Reading;

/// <summary>Reads settings.</summary>
internal static class Options
{
    /// <summary>The settings by key, whatever its case. Of two the last one counts.</summary>
    public static SortedMap<string, string> Read(OptionValue[]? told, VimTexts texts)
    {
        if (told is not { Length: > 0 }) return VMRecord.NoSettings;
        var entries = new List<KeyValuePair<string, string>>(told.Length);
        foreach (var option in told)
        {
            if (texts.Of(option?.Key) is { } key) entries.Add(new KeyValuePair<string, string>(key, Text(option!.Value)));
        }

        // Hardly ever is a key there twice.
        if (SortedMap<string, string>.TryCreate([.. entries], StringComparer.OrdinalIgnoreCase, out var map, out _)) return map;
        var last = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in entries) last[pair.Key] = pair.Value;
        return SortedMap<string, string>.Create([.. last], StringComparer.OrdinalIgnoreCase);
    }

    private static string Text(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "TRUE" : "FALSE",
        IConvertible simple => simple.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };
}
