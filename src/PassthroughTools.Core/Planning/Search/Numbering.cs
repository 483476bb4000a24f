namespace PassthroughTools.Planning.Search;

/// <summary>A number for each different key, from 0.</summary>
internal sealed class Numbering<T> where T : notnull
{
    private readonly Dictionary<T, int> numbers = [];

    public int Of(T key)
    {
        if (!numbers.TryGetValue(key, out int number)) numbers.Add(key, number = numbers.Count);
        return number;
    }
}
