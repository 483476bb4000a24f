using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Attaches all devices of a device group of the virtual machine's host (Fixed DirectPath); those that the machine has already
/// become part of it. Where the host has several groups of the name, it is the one that the machine has a part of, else the first
/// whose devices are all free. Sources: Broadcom's VIM reference (all devices of a group are added and removed in one request).
/// </summary>
public sealed record AttachDeviceGroup : AttachOperation
{
    /// <inheritdoc/>
    public required override string VMId { get; init; }

    /// <summary>The group's name.</summary>
    public required string DeviceGroup { get; init; }

    /// <inheritdoc/>
    internal override string Action => "attaching a device group";

    /// <inheritdoc/>
    internal override IEnumerable<Finding> Devices(InventoryState state, VMRecord vm)
    {
        var host = state.Host(vm.HostId);
        var group = Chosen(state, host, vm);
        foreach (var address in group.Members)
        {
            var device = host.Device(address);
            foreach (var finding in AttachRequirements.Usable(state, host, device, DirectPathTechnology.Fixed))
                yield return finding;
            if (DeviceGroupRequirements.TakenIn(host, vm, group, address) is null)
                yield return DeviceRequirements.Free(state, host, device, vm);
        }
    }

    /// <inheritdoc/>
    internal override VMRecord Attached(InventoryState state, VMRecord vm)
    {
        var host = state.Host(vm.HostId);
        var group = Chosen(state, host, vm);
        int groupKey = NextGroupKey(vm);
        var changed = vm;
        foreach (var address in group.Members)
        {
            var device = host.Device(address);
            var known = DeviceGroupRequirements.TakenIn(host, vm, group, address);
            var attached = (known ?? new AttachmentRecord { Key = changed.NextDeviceKey() }) with
            {
                Technology = DirectPathTechnology.Fixed,
                Device = new DeviceRef(host.Id, address),
                VendorId = device.VendorId,
                DeviceId = device.DeviceId,
                DeviceGroup = group.Name,
                GroupInstanceKey = groupKey,
            };
            changed = known is null ? changed.With(attached)
                : changed with { Devices = [.. changed.Devices.Select(one => one.Key == attached.Key ? attached : one)] };
        }

        return changed;
    }

    private protected override string Summary(InventoryState state, VMRecord changed)
    {
        var host = state.Host(changed.HostId);
        var group = Chosen(state, host, state.VM(changed.Id));
        return $"Device group '{group.Name}' of host '{host.Name}' ({string.Join(", ", group.Members)}) attached to VM "
            + $"'{changed.Name}'";
    }

    private static int NextGroupKey(VMRecord vm)
    {
        var used = new HashSet<int?>(vm.Devices.Select(static device => device.GroupInstanceKey));
        int key = 1;
        while (used.Contains(key)) key++;
        return key;
    }

    private DeviceGroupRecord Chosen(InventoryState state, HostRecord host, VMRecord vm)
    {
        var named = host.DeviceGroups
            .Where(group => string.Equals(group.Name, DeviceGroup, StringComparison.OrdinalIgnoreCase)).ToList();
        if (Version.TryParse(host.Version, out var version) && version.Major < 8)
        {
            throw new PassthroughException(
                ErrorId.DeviceNotFound,
                $"Host '{host.Name}' of VM '{vm.Name}' runs ESXi {host.Version}, which has no device groups: they came with 8.0. "
                + "Attach the devices singly: "
                + state.Command(vm, "Add-PassthroughDevice", "-PassthroughDevice <address>, <address>"),
                DeviceGroup);
        }

        if (named.Count == 0)
        {
            throw new PassthroughException(
                ErrorId.DeviceNotFound,
                $"Host '{host.Name}' of VM '{vm.Name}' has no device group '{DeviceGroup}'. "
                + $"See what it has: (Get-VMHost {host.Name.Quoted()}).DeviceGroups",
                DeviceGroup);
        }

        var possible = named.FindAll(group => DeviceGroupRequirements.CanHave(state, host, vm, group));
        return possible.Find(HasPart) ?? possible.FirstOrDefault() ?? named[0];

        bool HasPart(DeviceGroupRecord group) =>
            vm.Devices.Any(one => one.Device is { } held && held.HostId == host.Id && group.Members.Contains(held.Address));
    }
}
