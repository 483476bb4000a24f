using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Projection.Reading;

/// <summary>
/// Sees to it that a device is held by at most one running machine, and by a machine once: the first that claims it keeps it. A
/// vCenter may show two for a moment, as when one was stopped and the other started.
/// </summary>
/// <param name="objectOf">What was told of a machine.</param>
/// <param name="hosts">The hosts.</param>
internal sealed class DeviceOwners(Func<string, VimObject> objectOf, IReadOnlyDictionary<string, HostRecord> hosts)
{
    private readonly Dictionary<DeviceRef, VMRecord> owners = [];

    /// <summary>The machine without the devices that it cannot hold.</summary>
    public VMRecord Settle(VMRecord vm)
    {
        if (vm.Devices.Count == 0) return vm;
        bool runs = vm.PowerState != VMPowerState.PoweredOff;
        var own = new HashSet<DeviceRef>();
        var devices = vm.Devices.ToArray();
        for (int i = 0; i < devices.Length; i++)
        {
            if (devices[i].Device is not { } device) continue;
            var owner = !own.Add(device) ? vm : runs && owners.TryGetValue(device, out var other) ? other : null;
            if (owner is null)
            {
                if (runs) owners.Add(device, vm);
                continue;
            }

            devices[i] = devices[i] with { Device = null };
            objectOf(vm.Id).Remarks.Add(new Remark(
                Remark.TwoOwners,
                $"{device.Address} of host {Malformed.Quote(hosts[device.HostId].Name)} with VM {Malformed.Quote(owner.Name)}, "
                + $"not {(owner == vm ? "twice" : $"with VM {Malformed.Quote(vm.Name)}")}"));
        }

        return vm with { Devices = devices };
    }
}
