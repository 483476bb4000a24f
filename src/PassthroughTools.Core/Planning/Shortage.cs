using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.Planning.Search;
using PassthroughTools.State;

namespace PassthroughTools.Planning;

/// <summary>Why no other host takes a machine, in words: what is missing there, or who has it.</summary>
internal sealed class Shortage(InventoryState state, Destinations destinations, IReadOnlyList<Traveller> travellers,
    Func<VMRecord, MachineKind> kindOf)
{
    private const int Named = 3;

    private readonly ILookup<int, string> placed = travellers.Where(static traveller => traveller.Pools is not null)
        .SelectMany(static traveller => traveller.Pools!.Select(pool => (pool, traveller.VM.Name)))
        .ToLookup(static item => item.pool, static item => item.Name);

    /// <summary>Why a host's machines have nowhere to go.</summary>
    public static string NoDestination(HostRecord host) => host.ClusterId is null
        ? $"host '{host.Name}' is in no cluster, so that there is no host to move it to"
        : "the cluster has no other host in service outside this plan";

    /// <summary>Why no other host takes a machine that was to be placed.</summary>
    public string Of(Evacuee evacuee)
    {
        var all = destinations.From(evacuee.Host);
        if (all.Count == 0) return NoDestination(evacuee.Host);
        var kind = kindOf(evacuee.VM);
        var others = evacuee.VM.Devices.Count == 0
            ? []
            : kind.Reach(all).SelectMany(pool => placed[pool]).Distinct(StringComparer.Ordinal).ToList();
        if (others.Count > 0)
        {
            return $"the free devices that fit {Requests(evacuee.VM)} are set aside "
                + $"for {string.Join(", ", others.Take(Named).Select(static name => $"VM '{name}'"))}"
                + (others.Count > Named ? FormattableString.Invariant($" and {others.Count - Named} more") : "");
        }

        // The host that lacks the least says it best.
        var nearest = all.FirstOrDefault(kind.FitsOn) ?? all.FirstOrDefault(kind.RunsOn) ?? all[0];
        try
        {
            var running = Placement.Arrive(state, nearest.Host, evacuee.VM, null);
            if (Placement.Doubt(state, nearest.Host, running) is { } doubt)
            {
                return (evacuee.VM.Devices.Count == 0 ? "no host of the cluster is known to take it; "
                    : $"no host of the cluster has devices for {Requests(evacuee.VM)} of which all is known; ")
                    + $"of host '{nearest.Host.Name}': {doubt.Found}. {doubt.Remedy.TrimEnd('.')}";
            }
        }
        catch (PassthroughException refusal)
        {
            return $"no host of the cluster takes it; of host '{nearest.Host.Name}': {refusal.Message.TrimEnd('.')}";
        }

        return $"no host of the cluster takes {Requests(evacuee.VM)} in its MMIO region";
    }

    private static string Requests(VMRecord vm) =>
        (vm.Devices.Count == 1 ? "its request " : "its requests ")
            + string.Join(" and ", vm.Devices.Select(static device => $"{device.Technology} ({device.Request})"));
}
