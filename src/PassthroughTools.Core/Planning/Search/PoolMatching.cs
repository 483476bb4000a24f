namespace PassthroughTools.Planning.Search;

/// <summary>
/// Requests matched with pools of devices, each pool giving as many as it has. A request that is in stays in and may change its
/// pool, so that every set of requests that fits at all is reached by adding them one after the other (augmenting paths).
/// </summary>
internal sealed class PoolMatching
{
    private readonly int[] starts;
    private readonly int[] poolOf;
    private readonly int[] slots;
    private readonly int[] used;
    private readonly bool[] closed;
    private readonly List<int[]> accepted;

    // What one search notes; copies share it, since one searches at a time.
    private readonly int[] cameFrom;
    private readonly Queue<int> open;

    /// <summary>No request matched yet.</summary>
    /// <param name="capacities">How many devices each pool has.</param>
    public PoolMatching(IReadOnlyList<int> capacities)
    {
        starts = new int[capacities.Count + 1];
        for (int pool = 0; pool < capacities.Count; pool++) starts[pool + 1] = starts[pool] + capacities[pool];
        slots = new int[starts[capacities.Count]];
        poolOf = new int[slots.Length];
        for (int pool = 0; pool < capacities.Count; pool++)
        {
            for (int slot = starts[pool]; slot < starts[pool + 1]; slot++) poolOf[slot] = pool;
        }

        used = new int[capacities.Count];
        closed = new bool[capacities.Count];
        cameFrom = new int[capacities.Count];
        open = new Queue<int>();
        accepted = [];
    }

    private PoolMatching(PoolMatching other)
    {
        starts = other.starts;
        poolOf = other.poolOf;
        slots = (int[])other.slots.Clone();
        used = (int[])other.used.Clone();
        closed = (bool[])other.closed.Clone();
        cameFrom = other.cameFrom;
        open = other.open;
        accepted = [.. other.accepted];
    }

    public PoolMatching Copy() => new(this);

    /// <summary>The pool of each request, in the order in which they were added.</summary>
    public int[] Pools()
    {
        var pools = new int[accepted.Count];
        for (int pool = 0; pool < used.Length; pool++)
        {
            for (int slot = starts[pool]; slot < starts[pool] + used[pool]; slot++) pools[slots[slot]] = pool;
        }

        return pools;
    }

    /// <summary>Adds a request that any of some pools may serve; false where that cannot be, and nothing has changed.</summary>
    public bool TryAdd(int[] pools)
    {
        const int NotSeen = 0, FromOutside = -1;
        Array.Clear(cameFrom, 0, cameFrom.Length);
        open.Clear();
        if (Reach(pools, FromOutside) is { } direct) return Settle(direct);
        var expanded = new HashSet<int[]> { pools };
        while (open.Count > 0)
        {
            int pool = open.Dequeue();
            for (int slot = starts[pool]; slot < starts[pool + 1]; slot++)
            {
                var others = accepted[slots[slot]];
                if (expanded.Add(others) && Reach(others, slot + 1) is { } end) return Settle(end);
            }
        }

        // All that was reached is full, and who holds it accepts nothing else: no later request gets anything there either.
        for (int pool = 0; pool < cameFrom.Length; pool++) closed[pool] |= cameFrom[pool] != NotSeen;
        return false;

        int? Reach(int[] reached, int from)
        {
            foreach (int pool in reached)
            {
                if (closed[pool] || cameFrom[pool] != NotSeen) continue;
                cameFrom[pool] = from;
                if (used[pool] < starts[pool + 1] - starts[pool]) return pool;
                open.Enqueue(pool);
            }

            return null;
        }

        bool Settle(int pool)
        {
            int target = starts[pool] + used[pool]++;
            while (cameFrom[pool] != FromOutside)
            {
                int slot = cameFrom[pool] - 1;
                slots[target] = slots[slot];
                target = slot;
                pool = poolOf[slot];
            }

            slots[target] = accepted.Count;
            accepted.Add(pools);
            return true;
        }
    }
}
