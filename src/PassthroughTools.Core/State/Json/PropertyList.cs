namespace PassthroughTools.State.Json;

/// <summary>The properties that an object of a document has, for the one who gave it another.</summary>
internal static class PropertyList
{
    /// <summary>Those of a record, the likest first.</summary>
    public static string Of(Type record, string given)
    {
        var names = record.GetProperties().Where(static property => property.CanWrite).SelectMany(static property =>
            property.PropertyType == typeof(DeviceRef?)
                ? ["address", "hostId"]
                : new[] { JsonCase.Of(property.Name) });
        return Of(names, given);
    }

    /// <summary>The names as the end of a sentence, the likest first.</summary>
    public static string Of(IEnumerable<string> names, string given)
    {
        var pairs = Pairs(given);
        return $"; it has {string.Join(", ", names.OrderByDescending(name => Likeness(Pairs(name), pairs)))}";
    }

    /// <summary>Dice's coefficient: the share of letter pairs that both have.</summary>
    private static double Likeness(HashSet<string> left, HashSet<string> right) =>
        2.0 * left.Count(right.Contains) / (left.Count + right.Count);

    private static HashSet<string> Pairs(string name)
    {
        var padded = $" {name.ToLowerInvariant()} ";
        return [.. Enumerable.Range(0, padded.Length - 1).Select(at => padded.Substring(at, 2))];
    }
}
