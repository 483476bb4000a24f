namespace PassthroughTools.Text;

/// <summary>Names one after the other in a sentence; of many the first.</summary>
internal static class Listing
{
    private const int Most = 3;

    /// <summary>'a'; 'a' and 'b'; 'a', 'b' and 'c'; 'a', 'b', 'c' and 5 more.</summary>
    public static string Of<T>(IReadOnlyCollection<T> items, Func<T, string> name)
    {
        var shown = items.Take(Most).Select(name).ToList();
        if (items.Count > Most) shown.Add(FormattableString.Invariant($"{items.Count - Most} more"));
        return shown.Count < 2
            ? string.Concat(shown)
            : $"{string.Join(", ", shown.Take(shown.Count - 1))} and {shown[shown.Count - 1]}";
    }
}
