using System.Globalization;
using PassthroughTools.State;
using PassthroughTools.Vim.Data;

namespace PassthroughTools.Projection.Reading;

/// <summary>Reads settings.</summary>
internal static class Options
{
    /// <summary>
    /// The settings by key, whatever its case. Of two the last one counts, and one without a value is none, as VIM takes a setting
    /// away by giving it none.
    /// </summary>
    public static SortedMap<string, string> Read(OptionValue[]? told, params (string Key, string Value)[] more)
    {
        if (told is not { Length: > 0 } && more.Length == 0) return VMRecord.NoSettings;
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in more) found[key] = value;
        foreach (var option in told ?? [])
        {
            if (option?.Key is { Length: > 0 } key) found[key] = Text(option.Value);
        }

        var entries = new List<KeyValuePair<string, string>>(found.Count);
        foreach (var pair in found)
        {
            if (pair.Value.Length > 0) entries.Add(pair);
        }

        return SortedMap<string, string>.Create(entries, StringComparer.OrdinalIgnoreCase);
    }

    private static string Text(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "TRUE" : "FALSE",
        IConvertible simple => simple.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };
}
