using System;
using System.Collections.Generic;
using System.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Attaches all devices of a device group of the virtual machine's host (Fixed DirectPath). Where the host has several groups of
/// the name, it is the first whose devices are all free.
/// </summary>
public sealed record AttachDeviceGroup : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>The group's name.</summary>
    public required string DeviceGroup { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        AttachRequirements.EnforceReconfigurable(state, vm, "attaching a device group");
        var host = state.Host(vm.HostId);
        var group = Chosen(state, host, vm);
        int groupKey = NextGroupKey(vm);
        var changed = vm;
        foreach (var address in group.Members)
        {
            var device = host.Device(address);
            AttachRequirements.Usable(state, host, device, DirectPathTechnology.Fixed).Enforce();
            DeviceRequirements.Free(state, host, device, vm).Enforce();
            changed = changed.With(new AttachmentRecord
            {
                Key = changed.NextDeviceKey(),
                Technology = DirectPathTechnology.Fixed,
                Device = new DeviceRef(host.Id, address),
                VendorId = device.VendorId,
                DeviceId = device.DeviceId,
                DeviceGroup = group.Name,
                GroupInstanceKey = groupKey,
            });
        }

        AttachRequirements.Fit(state, host, changed).Enforce();
        return new Decision
        {
            Changes = [new VMPut(changed)],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = $"Device group '{group.Name}' of host '{host.Name}' ({string.Join(", ", group.Members)}) "
                + $"attached to VM '{vm.Name}'",
            DeviceKey = changed.Devices[vm.Devices.Count].Key,
        };
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
        if (named.Count == 0)
        {
            throw new PassthroughException(
                ErrorId.DeviceNotFound,
                $"Host '{host.Name}' of VM '{vm.Name}' has no device group '{DeviceGroup}'. "
                + $"See what it has: (Get-VMHost {host.Name.Quoted()}).DeviceGroups",
                DeviceGroup);
        }

        return named.Find(group => group.Members.All(address => host.FindDevice(address) is { } device
            && DeviceRequirements.IsAvailable(state, host, device, DirectPathTechnology.Fixed, vm))) ?? named[0];
    }
}
