using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Planning.Search;

/// <summary>The very devices that a plan sets aside. Each is given once.</summary>
internal sealed class DeviceChoice(IReadOnlyList<DevicePool> pools)
{
    private readonly Dictionary<int, List<PciDeviceRecord>> left = [];

    /// <summary>
    /// A device of each pool, all of one NUMA node where one still has them, else those with the lowest addresses.
    /// </summary>
    /// <param name="from">The pools, one for each request.</param>
    public IReadOnlyList<PciAddress> Take(int[] from)
    {
        var needed = from.GroupBy(static pool => pool).Select(group => (Left: LeftOf(group.Key), Count: group.Count())).ToList();
        int? node = from.Length == 1 ? null : needed[0].Left.Select(static device => device.NumaNode).Distinct()
            .FirstOrDefault(candidate => candidate is not null
                && needed.TrueForAll(need => need.Left.Count(device => device.NumaNode == candidate) >= need.Count));
        var taken = new List<PciAddress>(from.Length);
        foreach (var (devices, count) in needed)
        {
            var chosen = devices.Where(device => node is null || device.NumaNode == node).Take(count).ToList();
            foreach (var device in chosen) devices.Remove(device);
            taken.AddRange(chosen.Select(static device => device.Address));
        }

        return taken;
    }

    private List<PciDeviceRecord> LeftOf(int pool)
    {
        if (!left.TryGetValue(pool, out var devices)) left.Add(pool, devices = [.. pools[pool].Devices]);
        return devices;
    }
}
