using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Projection.Reading;

/// <summary>
/// Which devices are virtual functions, and of which physical one. A host tells how many a physical function has, not which they
/// are. Derived, where just as many devices can be them: those of its maker and class, with an ID of their own, that come after
/// it on its bus or else on the next (PCI Express Base Specification, SR-IOV: VF Device ID, First VF Offset), and that no other
/// physical function can have.
/// </summary>
internal static class VirtualFunctions
{
    /// <summary>The devices, with what was found.</summary>
    /// <param name="devices">The devices, which are changed.</param>
    /// <param name="count">How many virtual functions a device has.</param>
    public static PciDeviceRecord[] Found(PciDeviceRecord[] devices, Func<PciAddress, int> count)
    {
        var physical = Array.FindAll(devices, device => count(device.Address) > 0);
        if (physical.Length == 0) return devices;
        var candidates = new Dictionary<PciAddress, List<int>>();
        for (int i = 0; i < devices.Length; i++)
        {
            var device = devices[i];
            if (Array.IndexOf(physical, device) >= 0) continue;
            var here = Array.FindAll(physical, one => MayHave(one, device, 0));
            if (here.Length == 0) here = Array.FindAll(physical, one => MayHave(one, device, 1));
            if (here.Length != 1) continue;
            if (!candidates.TryGetValue(here[0].Address, out var list)) candidates.Add(here[0].Address, list = []);
            list.Add(i);
        }

        foreach (var pair in candidates.Where(pair => pair.Value.Count == count(pair.Key)))
        {
            foreach (int i in pair.Value) devices[i] = devices[i] with { ParentAddress = pair.Key };
        }

        return devices;
    }

    private static bool MayHave(PciDeviceRecord physical, PciDeviceRecord device, int buses) =>
        physical.Address < device.Address
        && physical.Address.Segment == device.Address.Segment
        && physical.Address.Bus + buses == device.Address.Bus
        && physical.VendorId == device.VendorId
        && physical.DeviceId != device.DeviceId
        && physical.ClassId.Value >> 8 == device.ClassId.Value >> 8;
}
