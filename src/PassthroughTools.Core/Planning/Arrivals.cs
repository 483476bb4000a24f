using PassthroughTools.Planning.Search;
using PassthroughTools.State;

namespace PassthroughTools.Planning;

/// <summary>
/// How many machines hosts have with those that a plan sends there, so that the hosts with the fewest get the next.
/// </summary>
internal sealed class Arrivals(InventoryState state)
{
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>One machine more goes to a host.</summary>
    public void Add(HostRecord host) => counts[host.Id] = CountOf(host) + 1;

    /// <summary>Sends running machines without passthrough devices where the fewest are.</summary>
    public void Spread(IEnumerable<Evacuee> evacuees, Destinations destinations, Func<VMRecord, MachineKind> kindOf)
    {
        foreach (var evacuee in evacuees.Where(static evacuee => evacuee.Gain > 0 && evacuee.VM.Devices.Count == 0))
        {
            var kind = kindOf(evacuee.VM);
            evacuee.Destination = Fewest(destinations.From(evacuee.Host).Where(kind.FitsOn));
        }
    }

    /// <summary>The host with the fewest machines, which gets one more; null where there is none.</summary>
    public HostRecord? Fewest(IEnumerable<Destination> destinations)
    {
        HostRecord? fewest = null;
        foreach (var destination in destinations)
        {
            if (fewest is null || CountOf(destination.Host) < CountOf(fewest)) fewest = destination.Host;
        }

        if (fewest is not null) Add(fewest);
        return fewest;
    }

    private int CountOf(HostRecord host)
    {
        if (!counts.TryGetValue(host.Id, out int count)) counts.Add(host.Id, count = state.VMsOn(host.Id).Count());
        return count;
    }
}
