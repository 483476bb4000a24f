using System.Collections.Generic;

namespace PassthroughTools.Backends;

/// <summary>The newest events, without gaps, by sequence number and by idempotency key. Not safe for several threads.</summary>
internal sealed class RecentEvents
{
    /// <summary>How many events are kept: at a hundred changes a second those of the last minutes, in which a request is repeated.</summary>
    public const int Capacity = 10_000;

    private readonly Queue<InventoryEvent> events = new();
    private readonly Dictionary<(string Actor, string Key), InventoryEvent> byKey = [];
    private long last;

    /// <summary>Whether the events after a sequence number are all there.</summary>
    public bool Reaches(long after) => events.Count > 0 && after >= last - events.Count;

    /// <summary>The events after a sequence number.</summary>
    public List<InventoryEvent> After(long sequence)
    {
        var found = new List<InventoryEvent>();
        foreach (var committed in events)
        {
            if (committed.Sequence > sequence) found.Add(committed);
        }

        return found;
    }

    /// <summary>The event of a request, or null; the request must have a key.</summary>
    public InventoryEvent? Find(OperationRequest request) => byKey.TryGetValue((request.Actor, request.Key!), out var committed) ? committed : null;

    /// <summary>Adds the next event; one that does not follow those that are there takes the place of all.</summary>
    public void Add(InventoryEvent committed)
    {
        if (committed.Sequence != last + 1) Clear();
        last = committed.Sequence;
        events.Enqueue(committed);
        if (committed.Request?.Key is { } key) byKey[(committed.Actor, key)] = committed;
        if (events.Count <= Capacity) return;
        var oldest = events.Dequeue();
        if (oldest.Request?.Key is { } old && ReferenceEquals(byKey[(oldest.Actor, old)], oldest)) byKey.Remove((oldest.Actor, old));
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        events.Clear();
        byKey.Clear();
        last = 0;
    }
}
