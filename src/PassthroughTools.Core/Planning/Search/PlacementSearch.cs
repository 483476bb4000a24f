namespace PassthroughTools.Planning.Search;

/// <summary>
/// Decides which machines are placed on other hosts, so that what is gained is the most that there is. Machines that no device
/// can part are independent of each other and are searched apart (<see cref="ComponentSearch"/>).
/// </summary>
internal static class PlacementSearch
{
    /// <summary>Places travellers that have at least one request; those that find no place keep none.</summary>
    /// <param name="travellers">The machines.</param>
    /// <param name="capacities">How many devices each pool has.</param>
    public static void Place(IReadOnlyList<Traveller> travellers, IReadOnlyList<int> capacities)
    {
        // Pools that one machine accepts hang together.
        var parents = Enumerable.Range(0, capacities.Count).ToArray();
        var hopeful = new List<(Traveller Traveller, int Pool)>(travellers.Count);
        foreach (var traveller in travellers)
        {
            var accepted = traveller.Kind.Reach(traveller.Destinations);
            if (accepted.Length == 0) continue;
            hopeful.Add((traveller, accepted[0]));
            foreach (int pool in accepted) parents[Root(pool)] = Root(accepted[0]);
        }

        foreach (var component in hopeful.GroupBy(item => Root(item.Pool)))
            new ComponentSearch([.. component.Select(static item => item.Traveller)], capacities).Run();

        int Root(int pool)
        {
            while (parents[pool] != pool) pool = parents[pool] = parents[parents[pool]];
            return pool;
        }
    }
}
