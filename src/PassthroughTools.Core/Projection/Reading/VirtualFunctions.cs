using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Projection.Reading;

/// <summary>
/// Which devices are virtual functions, and of which physical one. A host tells how many a physical function has, not which they are;
/// derived, where just as many devices can be them: of its maker and class, with an ID of their own, after it on its bus or else on the
/// next (PCI Express Base Specification, SR-IOV: VF Device ID, First VF Offset), and after no other that has some.
/// </summary>
internal static class VirtualFunctions
{
    /// <summary>The devices, with what was found.</summary>
    /// <param name="devices">The devices.</param>
    /// <param name="count">How many virtual functions a device has.</param>
    public static IReadOnlyList<PciDeviceRecord> Found(SortedDictionary<PciAddress, PciDeviceRecord> devices, Func<PciAddress, int> count)
    {
        var physical = devices.Values.Where(device => count(device.Address) > 0).ToList();
        if (physical.Count == 0) return [.. devices.Values];
        var candidates = new Dictionary<PciAddress, List<PciAddress>>();
        foreach (var device in devices.Values.Except(physical))
        {
            var here = physical.FindAll(one => MayHave(one, device, 0));
            if (here.Count == 0) here = physical.FindAll(one => MayHave(one, device, 1));
            if (here.Count != 1) continue;
            if (!candidates.TryGetValue(here[0].Address, out var list)) candidates.Add(here[0].Address, list = []);
            list.Add(device.Address);
        }

        foreach (var pair in candidates.Where(pair => pair.Value.Count == count(pair.Key)))
        {
            foreach (var address in pair.Value) devices[address] = devices[address] with { ParentAddress = pair.Key };
        }

        return [.. devices.Values];
    }

    private static bool MayHave(PciDeviceRecord physical, PciDeviceRecord device, int buses) =>
        physical.Address < device.Address
        && physical.Address.Segment == device.Address.Segment
        && physical.Address.Bus + buses == device.Address.Bus
        && physical.VendorId == device.VendorId
        && physical.DeviceId != device.DeviceId
        && physical.ClassId.Value >> 8 == device.ClassId.Value >> 8;
}
