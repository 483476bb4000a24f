namespace PassthroughTools.State;

/// <summary>Orders ids by length, then ordinally, so that vm-2 comes before vm-10.</summary>
internal sealed class IdComparer : IComparer<string>
{
    public static readonly IdComparer Instance = new();

    public int Compare(string? x, string? y)
    {
        int byLength = (x?.Length ?? 0).CompareTo(y?.Length ?? 0);
        return byLength != 0 ? byLength : string.CompareOrdinal(x, y);
    }
}
