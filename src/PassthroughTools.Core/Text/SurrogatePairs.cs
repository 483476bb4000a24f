namespace PassthroughTools.Text;

/// <summary>Half a surrogate pair passes through .NET's strings but not through the store's UTF-8.</summary>
internal static class SurrogatePairs
{
    public static bool AreWhole(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i])) return false;
        }

        return true;
    }
}
