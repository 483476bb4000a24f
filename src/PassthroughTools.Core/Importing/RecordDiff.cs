using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Newtonsoft.Json.Linq;
using PassthroughTools.Files;
using PassthroughTools.Importing.Json;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>
/// What differs between two records, in words. Whether anything does is told by their stored form, since the records' own equality
/// compares lists by reference.
/// </summary>
internal static class RecordDiff
{
    private const int MaxLength = 200;
    private const int MaxValueLength = 40;

    /// <summary>The differences of a host apart from its devices, or null.</summary>
    public static string? Between(HostRecord before, HostRecord after) =>
        Between(before, after, RecordJson.Of(before with { Devices = [] }), RecordJson.Of(after with { Devices = [] }));

    /// <summary>The differences of a device, or null.</summary>
    public static string? Between(PciDeviceRecord before, PciDeviceRecord after) =>
        Between(before, after, RecordJson.Of(before), RecordJson.Of(after));

    /// <summary>The differences of a virtual machine, or null.</summary>
    public static string? Between(VMRecord before, VMRecord after) =>
        ReferenceEquals(before, after) ? null : Between(before, after, RecordJson.Of(before), RecordJson.Of(after));

    private static string? Between<T>(T before, T after, JObject jsonBefore, JObject jsonAfter) where T : class
    {
        var names = jsonAfter.Properties().Concat(jsonBefore.Properties()).Select(static property => property.Name).Distinct(StringComparer.Ordinal);
        var words = names
            .Where(name => !JToken.DeepEquals(jsonBefore[name], jsonAfter[name]))
            .Select(name => Words(name, before, after))
            .ToList();
        if (words.Count == 0) return null;
        var text = string.Join("; ", words);
        return text.Length <= MaxLength ? text : text.Substring(0, MaxLength) + "...";
    }

    /// <summary>The records' properties have the names that the stored ones have, with a capital first.</summary>
    private static string Words<T>(string name, T before, T after)
    {
        var property = typeof(T).GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        if (property is null) return name;
        object? left = property.GetValue(before), right = property.GetValue(after);
        if (left is SortedMap<string, string> leftMap && right is SortedMap<string, string> rightMap)
            return $"{property.Name} {ChangedKeys(leftMap, rightMap)}";
        string leftWords = Words(left), rightWords = Words(right);
        return string.Equals(leftWords, rightWords, StringComparison.Ordinal) ? property.Name : $"{property.Name} {leftWords} -> {rightWords}";
    }

    private static string Words(object? value)
    {
        var words = value switch
        {
            null => "(none)",
            string text => Malformed.Quote(text),
            IReadOnlyCollection<AttachmentRecord> { Count: 0 } => "(none)",
            IReadOnlyCollection<AttachmentRecord> devices => string.Join(", ", devices.Select(static device => device.Request)),
            System.Collections.ICollection items => items.Count.ToString(CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
        return words.Length <= MaxValueLength ? words : words.Substring(0, MaxValueLength) + "...";
    }

    private static string ChangedKeys(SortedMap<string, string> before, SortedMap<string, string> after)
    {
        var keys = before.Concat(after).Select(static pair => pair.Key).Distinct(StringComparer.OrdinalIgnoreCase);
        return string.Join(", ", keys.Where(key => !string.Equals(before.Find(key), after.Find(key), StringComparison.Ordinal)));
    }
}
