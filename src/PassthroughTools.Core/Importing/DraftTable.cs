namespace PassthroughTools.Importing;

/// <summary>Records by id, in the order in which they were first put in.</summary>
internal sealed class DraftTable<T> where T : class
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<T> records = [];

    public IReadOnlyList<T> All => records;

    public T? Find(string id) => places.TryGetValue(id, out int place) ? records[place] : null;

    public void Put(string id, T record)
    {
        if (places.TryGetValue(id, out int place))
        {
            records[place] = record;
            return;
        }

        places.Add(id, records.Count);
        records.Add(record);
    }
}
