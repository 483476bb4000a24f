using PassthroughTools.Mmio;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Planning.Search;

/// <summary>
/// Machines that are alike to every host: they need the same of it and ask for the same devices. What holds of one of them holds
/// of all, so that it is found once by the operations' own rules.
/// </summary>
internal sealed class MachineKind
{
    // Ways to meet a limit on the sum of MMIO; machines with so many devices of so many sizes are not built.
    private const int MaxWays = 256;

    private readonly InventoryState state;
    private readonly VMRecord sample;
    private readonly decimal mmioGB;
    private readonly Dictionary<int, bool> runsOn = [];
    private readonly Dictionary<int, bool> fitsOn = [];
    private readonly Dictionary<DeviceKind, bool[]> accepted = [];
    private readonly Dictionary<IReadOnlyList<Destination>, int[]> pools = [];
    private readonly Dictionary<IReadOnlyList<Destination>, IReadOnlyList<Way>> ways = [];
    private readonly Dictionary<IReadOnlyList<Destination>, int[]> reach = [];

    private MachineKind(InventoryState state, VMRecord sample, int number)
    {
        this.state = state;
        this.sample = sample.Released();
        Number = number;
        mmioGB = new MmioSizing(state, sample, []).EffectiveGB;
    }

    /// <summary>The number among all kinds of the plan.</summary>
    public int Number { get; }

    /// <summary>What its machines ask for.</summary>
    public IReadOnlyList<AttachmentRecord> Requests => sample.Devices;

    /// <summary>The kinds of some machines without Fixed devices, by machine.</summary>
    public static Func<VMRecord, MachineKind> Sort(InventoryState state)
    {
        var kinds = new Dictionary<string, MachineKind>(StringComparer.Ordinal);
        return vm =>
        {
            var key = KeyOf(state, vm);
            if (!kinds.TryGetValue(key, out var kind)) kinds.Add(key, kind = new MachineKind(state, vm, kinds.Count));
            return kind;
        };
    }

    /// <summary>Whether a host's ESXi runs its hardware version. Which host has room for a vGPU is not known.</summary>
    public bool RunsOn(Destination destination)
    {
        if (!runsOn.TryGetValue(destination.Likeness, out bool runs))
            runsOn.Add(destination.Likeness, runs = !VGpu.Of(sample).Any()
                && HostRequirements.RunsHardwareVersion(state, destination.Host, sample).Verdict != Verdict.Fail);
        return runs;
    }

    /// <summary>Whether a host has what it needs beside free devices.</summary>
    public bool FitsOn(Destination destination)
    {
        if (!fitsOn.TryGetValue(destination.Likeness, out bool fits))
            fitsOn.Add(destination.Likeness, fits = RunsOn(destination) && HasWhatDevicesNeed(destination.Host));
        return fits;
    }

    /// <summary>Of a machine with one request, the pools with devices for it.</summary>
    public int[] Pools(IReadOnlyList<Destination> destinations)
    {
        if (!pools.TryGetValue(destinations, out var found))
        {
            pools.Add(destinations, found = [.. destinations.Where(FitsOn).SelectMany(static destination => destination.Pools)
                .Where(pool => Accepts(pool)[0] && HasMmioFor([pool.Kind.Demand])).Select(static pool => pool.Index)]);
        }

        return found;
    }

    /// <summary>
    /// Of a machine with several requests, the ways to place it: a host, and for each request the pools there; first the hosts
    /// where it leaves the fewest devices that it accepts, so that larger groups stay whole elsewhere.
    /// </summary>
    public IReadOnlyList<Way> Ways(IReadOnlyList<Destination> destinations)
    {
        if (!ways.TryGetValue(destinations, out var found))
        {
            ways.Add(destinations, found = [.. destinations.Where(FitsOn)
                .OrderBy(destination => destination.Pools.Where(pool => Accepts(pool).Any(static yes => yes))
                    .Sum(static pool => pool.Devices.Count))
                .SelectMany(WaysOn)]);
        }

        return found;
    }

    /// <summary>All pools that a device of one of its machines may come from.</summary>
    public int[] Reach(IReadOnlyList<Destination> destinations)
    {
        if (Requests.Count == 1) return Pools(destinations);
        if (!reach.TryGetValue(destinations, out var found))
            reach.Add(destinations,
                found = [.. Ways(destinations).SelectMany(static way => way.Pools).SelectMany(static pools => pools).Distinct()]);
        return found;
    }

    private IEnumerable<Way> WaysOn(Destination destination)
    {
        var offered = Requests.Select((_, request) => destination.Pools.Where(pool => Accepts(pool)[request]).ToList()).ToList();
        if (offered.Exists(static list => list.Count == 0)) yield break;

        // Where the region does not hold the largest devices together, a limit for each request keeps the sum within it.
        foreach (var limits in Limits(offered))
            yield return new Way(destination,
                [.. offered.Select(
                    (list, request) => list.Where(pool => pool.Kind.Demand.SizeGB <= limits[request].SizeGB)
                        .Select(static pool => pool.Index).ToArray())]);
    }

    private List<MmioDemand[]> Limits(List<List<DevicePool>> offered)
    {
        var sizes = offered.ConvertAll(
            static list =>
                list.Select(static pool => pool.Kind.Demand).GroupBy(static demand => demand.SizeGB)
                    .OrderByDescending(static group => group.Key).Select(static group => group.First()).ToArray());
        var found = new List<MmioDemand[]>();
        Extend(0, new MmioDemand[sizes.Count]);
        return found;

        // Largest first: a combination that lies below a found one adds nothing.
        void Extend(int request, MmioDemand[] limits)
        {
            if (found.Count >= MaxWays) return;
            if (request == sizes.Count)
            {
                if (HasMmioFor(limits)
                    && !found.Exists(other => !limits.Where((limit, index) => limit.SizeGB > other[index].SizeGB).Any()))
                    found.Add([.. limits]);
                return;
            }

            foreach (var size in sizes[request])
            {
                limits[request] = size;
                Extend(request + 1, limits);
                if (request == sizes.Count - 1 && HasMmioFor(limits)) return;
            }
        }
    }

    private bool HasMmioFor(IReadOnlyList<MmioDemand> devices) => MmioSizing.Holds(mmioGB, devices);

    private bool[] Accepts(DevicePool pool)
    {
        if (!accepted.TryGetValue(pool.Kind, out var found))
            accepted.Add(pool.Kind, found = [.. Requests.Select(pool.Kind.IsAcceptedBy)]);
        return found;
    }

    private bool HasWhatDevicesNeed(HostRecord host) =>
        AttachRequirements.Fit(state, host, sample with { HostId = host.Id })
            .All(static finding => finding.Verdict != Verdict.Fail);

    private static string KeyOf(InventoryState state, VMRecord vm)
    {
        var key = new KeyText().Add(vm.HardwareVersion).Add(VGpu.Of(vm).Any());
        if (vm.Devices.Count == 0) return key.ToString();
        key.Add(vm.IsMemoryFullyReserved).Add((int)vm.Firmware);
        key.Add(MmioDemand.GB(new MmioSizing(state, vm, []).EffectiveGB));
        foreach (var request in vm.Devices)
        {
            key.Add((int)request.Technology).AddAnyCase(request.HardwareLabel).AddAnyCase(request.DeviceClass)
                .Add(request.AllowedDevices.Count);
            foreach (var allowed in request.AllowedDevices) key.Add(allowed.VendorId.Value).Add(allowed.DeviceId.Value);
        }

        return key.ToString();
    }
}
