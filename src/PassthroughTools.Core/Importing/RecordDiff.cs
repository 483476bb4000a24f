using System.Collections;
using System.Globalization;
using System.Reflection;
using Newtonsoft.Json.Linq;
using PassthroughTools.Files;
using PassthroughTools.Importing.Json;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>
/// What differs between two records, in words. Whether anything does is told by their stored form, since the records' own
/// equality compares lists by reference.
/// </summary>
internal static class RecordDiff
{
    private const int MaxLength = 200;
    private const int MaxValueLength = 40;
    private const int MaxItems = 256;

    /// <summary>The differences of a cluster, or null.</summary>
    public static string? Between(ClusterRecord before, ClusterRecord after) =>
        ReferenceEquals(before, after) ? null : Between(before, after, RecordJson.Of(before), RecordJson.Of(after));

    /// <summary>The differences of a host apart from its devices, or null.</summary>
    public static string? Between(HostRecord before, HostRecord after) =>
        Between(before, after, RecordJson.Of(before with { Devices = [] }), RecordJson.Of(after with { Devices = [] }));

    /// <summary>The differences of a device, or null.</summary>
    public static string? Between(PciDeviceRecord before, PciDeviceRecord after) =>
        Between(before, after, RecordJson.Of(before), RecordJson.Of(after));

    /// <summary>The differences of a virtual machine, or null.</summary>
    public static string? Between(VMRecord before, VMRecord after) =>
        ReferenceEquals(before, after) ? null : Between(before, after, RecordJson.Of(before), RecordJson.Of(after));

    private static string? Between(object before, object after, JObject jsonBefore, JObject jsonAfter)
    {
        var words = Differences(before, after, jsonBefore, jsonAfter).ToList();
        return words.Count == 0 ? null : Cut(string.Join("; ", words), MaxLength);
    }

    private static IEnumerable<string> Differences(object before, object after, JObject jsonBefore, JObject jsonAfter)
    {
        var names = jsonAfter.Properties().Concat(jsonBefore.Properties()).Select(static property => property.Name)
            .Distinct(StringComparer.Ordinal);
        return names
            .Where(name => !JToken.DeepEquals(jsonBefore[name], jsonAfter[name]))
            .Select(name => Words(name, before, after, jsonBefore[name], jsonAfter[name]))
            .OfType<string>();
    }

    /// <summary>
    /// The records' properties have the names that the stored ones have, with a capital first. Null where only the form differs:
    /// a value that is stored where it differs from another one, as ActiveMode from Mode, may be the same.
    /// </summary>
    private static string? Words(string name, object before, object after, JToken? jsonBefore, JToken? jsonAfter)
    {
        var property = before.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        if (property is null) return name;
        object? left = property.GetValue(before), right = property.GetValue(after);
        if (left is null or string or not IEnumerable && Equals(left, right)) return null;
        if (left is not SortedMap<string, string> && (jsonBefore ?? jsonAfter) is JObject)
            return Parts(property, left, right, jsonBefore, jsonAfter);
        return property.Name + left switch
        {
            SortedMap<string, string> map => " " + ChangedKeys(map, (SortedMap<string, string>)right!),
            not string and IEnumerable items when right is IEnumerable others =>
                Items([.. items.Cast<object>()], [.. others.Cast<object>()], jsonBefore as JArray, jsonAfter as JArray),
            _ when Words(left) is var was && Words(right) is var now && !string.Equals(was, now, StringComparison.Ordinal) =>
                $" {was} -> {now}",
            _ => "",
        };
    }

    /// <summary>
    /// What differs in a record within a record, as Hardware.Model; one that is not there has no part that is known.
    /// </summary>
    private static string Parts(PropertyInfo property, object? before, object? after, JToken? jsonBefore, JToken? jsonAfter)
    {
        var none = Activator.CreateInstance(property.PropertyType)!;
        var words = Differences(before ?? none, after ?? none, jsonBefore as JObject ?? [], jsonAfter as JObject ?? []).ToList();
        return words.Count == 0 ? property.Name : string.Join("; ", words.Select(word => $"{property.Name}.{word}"));
    }

    private static string Words(object? value) => Cut(
        value switch
        {
            null => "(none)",
            string text => Malformed.Quote(text),
            IEnumerable items => string.Join(", ", items.Cast<object>()),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        },
        MaxValueLength);

    private static string Cut(string text, int length) => text.Length <= length ? text : text.Substring(0, length) + "...";

    /// <summary>
    /// What differs between two lists: items of one name are compared, a new one takes the place of an old one of its key, and
    /// what is left was added or removed.
    /// </summary>
    private static string Items(List<object> before, List<object> after, JArray? jsonBefore, JArray? jsonAfter)
    {
        if (Math.Max(before.Count, after.Count) > MaxItems)
            return FormattableString.Invariant($" {before.Count} -> {after.Count}");
        var places = after.ConvertAll(static _ => -1);
        Match(static (old, item) => Name(old) == Name(item) && Key(old).Equals(Key(item)));
        Match(static (old, item) => Name(old) == Name(item));
        Match(static (old, item) => Key(old).Equals(Key(item)));
        var removed = before.Where((_, at) => !places.Contains(at)).Select(static item => $"{Name(item)} removed");
        var words = after
            .Select((item, at) => places[at] is >= 0 and var place
                ? Changed(before[place], item, jsonBefore?[place], jsonAfter?[at])
                : $"{Name(item)} added")
            .Concat(removed).OfType<string>().ToList();
        return words.Count == 0 ? " in another order" : " " + string.Join(", ", words);

        void Match(Func<object, object, bool> isSame)
        {
            for (int i = 0; i < after.Count; i++)
            {
                for (int j = 0; j < before.Count && places[i] < 0; j++)
                {
                    if (isSame(before[j], after[i]) && !places.Contains(j)) places[i] = j;
                }
            }
        }
    }

    private static string? Changed(object before, object after, JToken? jsonBefore, JToken? jsonAfter) =>
        Name(before) != Name(after) ? $"{Name(before)} -> {Name(after)}"
        : jsonBefore is JObject left && jsonAfter is JObject right
            && Between(before, after, left, right) is { } words ? $"{Name(after)} ({words})"
        : null;

    private static string Name(object item) => item switch
    {
        AttachmentRecord device => device.Request,
        SnapshotRecord snapshot => Malformed.Quote(snapshot.Name),
        DvxClassRecord dvxClass => dvxClass.Name,
        _ => item.ToString()!,
    };

    private static object Key(object item) => item switch
    {
        AttachmentRecord device => device.Key,
        SnapshotRecord snapshot => snapshot.Id,
        _ => Name(item),
    };

    private static string ChangedKeys(SortedMap<string, string> before, SortedMap<string, string> after)
    {
        var keys = before.Concat(after).Select(static pair => pair.Key).Distinct(StringComparer.OrdinalIgnoreCase);
        return string.Join(", ", keys.Where(key => !string.Equals(before.Find(key), after.Find(key), StringComparison.Ordinal)));
    }
}
