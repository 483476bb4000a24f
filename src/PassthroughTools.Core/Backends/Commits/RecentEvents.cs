namespace PassthroughTools.Backends;

/// <summary>The newest events, without gaps, by sequence number. Not safe for several threads.</summary>
internal sealed class RecentEvents
{
    /// <summary>
    /// How many events are kept: at a hundred changes a second those of the last minutes, which a client that was away asks for.
    /// </summary>
    public const int Capacity = 10_000;

    private InventoryEvent[] ring = new InventoryEvent[16];
    private int count;
    private long last;

    /// <summary>Whether the events after a sequence number are all there.</summary>
    public bool Reaches(long after) => count > 0 && after >= last - count;

    /// <summary>The events after a sequence number.</summary>
    public InventoryEvent[] After(long sequence)
    {
        var found = new InventoryEvent[Math.Max(0, Math.Min(count, last - sequence))];
        for (int i = 0; i < found.Length; i++) found[i] = ring[Place(last - found.Length + 1 + i)];
        return found;
    }

    /// <summary>The event of a sequence number; null where it is not there.</summary>
    public InventoryEvent? Find(long sequence) => sequence <= last && Reaches(sequence - 1) ? ring[Place(sequence)] : null;

    /// <summary>Adds the next event; one that does not follow those that are there takes the place of all.</summary>
    public void Add(InventoryEvent committed)
    {
        if (committed.Sequence != last + 1) Clear();
        if (count < Capacity && count == ring.Length) Grow();
        last = committed.Sequence;
        count = Math.Min(count + 1, Capacity);
        ring[Place(last)] = committed;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        ring = new InventoryEvent[16];
        count = 0;
        last = 0;
    }

    private int Place(long sequence) => (int)(sequence % ring.Length);

    private void Grow()
    {
        var events = After(last - count);
        ring = new InventoryEvent[Math.Min(Capacity, ring.Length * 2)];
        foreach (var committed in events) ring[Place(committed.Sequence)] = committed;
    }
}
