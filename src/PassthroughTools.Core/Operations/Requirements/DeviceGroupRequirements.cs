using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Operations.Requirements;

/// <summary>What the device groups of a host ask of the virtual machines that hold their devices.</summary>
internal static class DeviceGroupRequirements
{
    /// <summary>
    /// A machine holds device groups whole. Nothing is refused where it does not: no source says that such a machine does not
    /// start. Where groups overlap, it is enough that each device belongs to one that is whole. Sources: kb391724,
    /// denneman-groups in the catalog.
    /// </summary>
    public static IEnumerable<Finding> Whole(InventoryState state, HostRecord host, VMRecord vm)
    {
        var held = new SortedSet<PciAddress>(vm.Devices.Where(attachment => attachment.Device?.HostId == host.Id)
            .Select(static attachment => attachment.Device!.Value.Address));
        var groups = host.DeviceGroups.Where(group => group.Members.Any(held.Contains)).ToList();
        if (groups.Count == 0) yield break;
        var whole = groups.FindAll(group => group.Members.All(held.Contains));
        var parts = held.Except(whole.SelectMany(static group => group.Members))
            .Select(address => groups.FindAll(group => group.Members.Contains(address))
                .OrderBy(group => Missing(group, held).Count).ThenBy(static group => group.Members.Count).FirstOrDefault())
            .OfType<DeviceGroupRecord>().Distinct().ToList();
        foreach (var part in parts) yield return Part(state, host, vm, part, Missing(part, held));
        if (parts.Count == 0)
        {
            var words = whole.Select(static group => $"device group '{group.Name}' ({string.Join(", ", group.Members)})");
            yield return Of(
                state, vm, Verdict.Pass, $"VM '{vm.Name}' has {string.Join(" and ", words)} whole",
                "There is nothing to do.", null);
        }
    }

    private static List<PciAddress> Missing(DeviceGroupRecord group, SortedSet<PciAddress> held) =>
        [.. group.Members.Where(member => !held.Contains(member))];

    private static Finding Part(
        InventoryState state, HostRecord host, VMRecord vm, DeviceGroupRecord group, List<PciAddress> missing)
    {
        var command = state.Command(vm, "Add-PassthroughDevice", $"-DeviceGroup {group.Name.Quoted()}");
        var other = missing.Select(host.FindDevice)
            .FirstOrDefault(device => device is not null && state.OwnerOf(new DeviceRef(host.Id, device.Address)) is not null);
        return Of(
            state, vm, Verdict.Warning,
            $"VM '{vm.Name}' has a part of device group '{group.Name}' of host '{host.Name}'; "
                + $"missing: {string.Join(", ", missing)}",
            "Give the VM all devices of the group, or none of them. "
                + (other is null ? $"The missing ones: {command}"
                    : $"Device {other.Address} belongs to {DeviceRequirements.Owners(state, host, other, null)}: "
                        + DeviceRequirements.DetachAll(state, host, other)),
            CanHave(state, host, vm, group) ? command : null);
    }

    /// <summary>Whether a machine can be given all devices of a group that it does not have.</summary>
    public static bool CanHave(InventoryState state, HostRecord host, VMRecord vm, DeviceGroupRecord group) =>
        group.Members.All(address => host.FindDevice(address) is { } device && (TakenIn(host, vm, group, address) is not null
            || DeviceRequirements.IsAvailable(state, host, device, DirectPathTechnology.Fixed, vm)));

    /// <summary>
    /// How a machine has a device that becomes part of a group when the machine is given the whole of it: attached by itself, or
    /// with a smaller group that lies within this one. Null where it has none.
    /// </summary>
    public static AttachmentRecord? TakenIn(HostRecord host, VMRecord vm, DeviceGroupRecord group, PciAddress address)
    {
        if (vm.Devices.FirstOrDefault(one => one.Device == new DeviceRef(host.Id, address)) is not { } attached) return null;
        var together = attached.Together(vm).ToList();
        return together.Count < group.Members.Count && together.TrueForAll(
            one => one is { Technology: DirectPathTechnology.Fixed, Device: { } held }
                && held.HostId == host.Id && group.Members.Contains(held.Address)) ? attached : null;
    }

    private static Finding Of(InventoryState state, VMRecord vm, Verdict verdict, string found, string remedy, string? command) =>
        new()
    {
        Requirement = "WholeDeviceGroup",
        Id = null,
        Verdict = verdict,
        Target = state.View(vm),
        Found = found,
        Needed = "devices that NVLink or NVSwitch connects may all have to go to one VM, "
            + "and a GPU that is given without the others of its group has its NVLink off",
        Remedy = remedy,
        Command = command,
        Shows = state.Command(vm, "Get-PassthroughDevice"),
        Sources = ["kb391724", "denneman-groups"],
    };
}
