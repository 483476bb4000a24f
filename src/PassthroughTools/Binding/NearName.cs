namespace PassthroughTools.Binding;

/// <summary>The name that is meant where one is misspelt.</summary>
internal static class NearName
{
    // Levenshtein
    private const int MostEdits = 2;

    /// <summary>The name that differs least from a misspelt one; null where none is near.</summary>
    public static string? Of(string text, IEnumerable<string> names) => text.Length is < 3 or > 64 ? null : names
        .Select(name => (Name: name, Edits: Edits(text.ToUpperInvariant(), name.ToUpperInvariant())))
        .Where(one => one.Edits <= MostEdits && one.Edits < one.Name.Length - 1)
        .OrderBy(static one => one.Edits).Select(static one => one.Name).FirstOrDefault();

    private static int Edits(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[right.Length];
    }
}
