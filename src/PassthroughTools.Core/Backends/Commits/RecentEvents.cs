using PassthroughTools.State;

namespace PassthroughTools.Backends;

/// <summary>The newest events, without gaps, by sequence number. Not safe for several threads.</summary>
internal sealed class RecentEvents
{
    /// <summary>
    /// How many events are kept: at a hundred changes a second those of the last minutes, which a client that was away asks for.
    /// </summary>
    public const int Capacity = 10_000;

    /// <summary>
    /// How many characters of text they have at most, all in all: a machine may have megabytes, and is in each of its changes.
    /// </summary>
    public const long MaxWeight = 32L * 1024 * 1024;

    // The names, ids and numbers of a record.
    private const long Least = 250;

    private InventoryEvent[] ring = new InventoryEvent[16];
    private int count;
    private long last;
    private long weight;

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
        if (count == Capacity) Drop();
        else if (count == ring.Length) Grow();
        last = committed.Sequence;
        count++;
        ring[Place(last)] = committed;
        weight += WeightOf(committed);
        while (weight > MaxWeight && count > 1) Drop();
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        ring = new InventoryEvent[16];
        count = 0;
        last = 0;
        weight = 0;
    }

    private static long WeightOf(InventoryEvent committed) => committed.Changes.Sum(static change => change switch
    {
        VMPut { VM: var vm } => Least + (vm.Notes?.Length ?? 0) + LengthOf(vm.AdvancedSettings)
            + vm.Snapshots.Sum(static snapshot => Least + (snapshot.Description?.Length ?? 0))
                + vm.Devices.Sum(static device => Least + LengthOf(device.ConfigParameters)),
        HostPut { Host: var host } => Least + (Least * host.Devices.Count),
        _ => Least,
    });

    private static long LengthOf(SortedMap<string, string> texts) =>
        texts.Sum(static text => (long)text.Key.Length + text.Value.Length);

    /// <summary>Forgets the oldest.</summary>
    private void Drop()
    {
        int place = Place(last - count + 1);
        weight -= WeightOf(ring[place]);
        ring[place] = null!;
        count--;
    }

    private int Place(long sequence) => (int)(sequence % ring.Length);

    private void Grow()
    {
        var events = After(last - count);
        ring = new InventoryEvent[Math.Min(Capacity, ring.Length * 2)];
        foreach (var committed in events) ring[Place(committed.Sequence)] = committed;
    }
}
