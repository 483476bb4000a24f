namespace PassthroughTools.Planning.Search;

/// <summary>
/// Places machines that compete for devices. For machines with one request the most is gained by adding them in the order of what
/// they gain, each if it fits beside those before it: the sets that fit are a transversal matroid, for which this is exact. A
/// machine with several requests needs one host for all of them: these are tried host by host, each choice with the best that the
/// others can do beside it (branch and bound). That is exact within <see cref="MaxWork"/>; beyond, it is the best that was found.
/// </summary>
internal sealed class ComponentSearch
{
    /// <summary>
    /// Choices tried beside the first for each machine, times the pools and machines that each of them looks at: a tenth of a
    /// second or so. What has not been tried by then differs in the hosts of machines that compete for the last devices.
    /// </summary>
    public const int MaxWork = 500_000;

    private readonly List<Traveller> singles;
    private readonly List<Traveller> groups;
    private readonly IReadOnlyList<int> capacities;
    private readonly Dictionary<int, int> local = [];
    private readonly List<int> global = [];
    private readonly Dictionary<int[], int[]> translated = [];
    private readonly Dictionary<Destination, int> likeness = [];
    private readonly Numbering<(int Before, int Kind, string Form)> states = new();
    private readonly long[] gainFrom;
    private readonly int[] chosen;
    private int left;
    private long best = -1;
    private List<(Traveller Traveller, int Request)> bestRequests = [];
    private int[] bestPools = [];

    public ComponentSearch(List<Traveller> travellers, IReadOnlyList<int> capacities)
    {
        this.capacities = capacities;
        singles = [.. travellers.Where(static traveller => traveller.Kind.Requests.Count == 1)
            .OrderByDescending(static traveller => traveller.Gain)];
        groups = [.. travellers.Where(static traveller => traveller.Kind.Requests.Count > 1)
            .OrderByDescending(static traveller => traveller.Gain).ThenBy(static traveller => traveller.Kind.Number)];
        gainFrom = new long[groups.Count + 1];
        for (int group = groups.Count - 1; group >= 0; group--) gainFrom[group] = gainFrom[group + 1] + groups[group].Gain;
        chosen = new int[groups.Count];
    }

    /// <summary>Sets the pools of the travellers that are placed.</summary>
    public void Run()
    {
        foreach (var single in singles) Translate(single.Kind.Pools(single.Destinations));
        foreach (var way in groups.SelectMany(static group => group.Kind.Ways(group.Destinations)))
        {
            foreach (var pools in way.Pools) Translate(pools);
        }

        left = groups.Count + (MaxWork / (global.Count + singles.Count + 1));
        var empty = new PoolMatching([.. global.Select(pool => capacities[pool])]);
        Branch(0, empty, [], 0, AddSingles(empty, [], 0));
        foreach (var request in bestRequests.Select(static (item, index) => (item.Traveller, item.Request, index)))
            (request.Traveller.Pools ??= new int[request.Traveller.Kind.Requests.Count])[request.Request] =
                global[bestPools[request.index]];
    }

    /// <param name="group">The machine to place next.</param>
    /// <param name="matching">Those before it that are placed.</param>
    /// <param name="requests">Their requests.</param>
    /// <param name="gain">What they gain.</param>
    /// <param name="reached">What they gain together with what the machines with one request gain beside them.</param>
    private void Branch(int group, PoolMatching matching, List<(Traveller Traveller, int Request)> requests, long gain,
        long reached)
    {
        if (group == groups.Count) return;
        var traveller = groups[group];
        var ways = traveller.Kind.Ways(traveller.Destinations);
        var tried = new HashSet<int>();

        // Of equal machines the order does not matter: a later one takes no earlier way.
        bool isLikeBefore = group > 0 && groups[group - 1].Gain == traveller.Gain && groups[group - 1].Kind == traveller.Kind
            && groups[group - 1].Destinations == traveller.Destinations;
        for (int number = isLikeBefore ? chosen[group - 1] : 0; number <= ways.Count; number++)
        {
            // More than is reached now, and all machines that are left, is not to be had below here.
            if (reached + gainFrom[number < ways.Count ? group : group + 1] <= best || left == 0) return;
            chosen[group] = number;
            if (number == ways.Count)
            {
                Branch(group + 1, matching, requests, gain, reached);
                return;
            }

            var way = ways[number];
            int before = likeness.TryGetValue(way.Destination, out int known) ? known : StateOf(way.Destination);
            int after = states.Of((before, traveller.Kind.Number, way.Form));

            // Nor does it matter which of equal hosts takes it.
            if (!tried.Add(after)) continue;
            var with = matching.Copy();
            if (!way.Pools.All(pools => with.TryAdd(Translate(pools)))) continue;
            left--;
            likeness[way.Destination] = after;
            long more = gain + traveller.Gain;
            List<(Traveller, int)> withRequests = [.. requests, .. way.Pools.Select((_, request) => (traveller, request))];
            Branch(group + 1, with, withRequests, more, AddSingles(with, withRequests, more));
            likeness[way.Destination] = before;
        }
    }

    /// <summary>
    /// What is gained with the machines with one request that fit beside what is matched; kept where it is the best so far.
    /// </summary>
    private long AddSingles(PoolMatching matching, List<(Traveller Traveller, int Request)> requests, long gain)
    {
        var all = matching.Copy();
        var added = new List<(Traveller Traveller, int Request)>(requests);
        long sum = gain;
        foreach (var single in singles)
        {
            if (!all.TryAdd(Translate(single.Kind.Pools(single.Destinations)))) continue;
            added.Add((single, 0));
            sum += single.Gain;
        }

        if (sum > best)
        {
            best = sum;
            bestRequests = added;
            bestPools = all.Pools();
        }

        return sum;
    }

    private int StateOf(Destination destination) => states.Of((-1, destination.Alike, ""));

    private int[] Translate(int[] pools)
    {
        if (translated.TryGetValue(pools, out var found)) return found;
        found = Array.ConvertAll(pools, pool =>
        {
            if (!local.TryGetValue(pool, out int number))
            {
                local.Add(pool, number = global.Count);
                global.Add(pool);
            }

            return number;
        });
        translated.Add(pools, found);
        return found;
    }
}
