using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;

namespace PassthroughTools.Core.Tests.Properties;

/// <summary>What holds of every state that operations lead to, found by a scan of all records.</summary>
internal static class Invariants
{
    public static void Check(InventoryState state)
    {
        var owners = OneOwnerEach(state);
        VirtualOrPhysicalFunction(state, owners);
        DependentsTogether(state, owners);
        foreach (var vm in state.VMs.Values) Machine(state, vm);
        Indexes(state, owners);
    }

    private static Dictionary<DeviceRef, VMRecord> OneOwnerEach(InventoryState state)
    {
        var owners = new Dictionary<DeviceRef, VMRecord>();
        foreach (var vm in state.VMs.Values)
        {
            foreach (var attachment in vm.Devices)
            {
                if (attachment.Device is not { } device) continue;
                bool runs = vm.PowerState != VMPowerState.PoweredOff;
                if (owners.TryGetValue(device, out var other))
                {
                    other.ShouldNotBeSameAs(vm, $"{vm.Id} holds {device} twice");
                    (runs && other.PowerState != VMPowerState.PoweredOff).ShouldBeFalse(
                        $"{device} is held by {vm.Id} and {other.Id}, which both run");
                }

                if (other is null || runs) owners[device] = vm;
                state.FindDevice(device).ShouldNotBeNull($"{device} of {vm.Id} is not there");
                device.HostId.ShouldBe(vm.HostId, $"{vm.Id} holds a device of another host");
            }
        }

        return owners;
    }

    private static void VirtualOrPhysicalFunction(InventoryState state, Dictionary<DeviceRef, VMRecord> owners)
    {
        foreach (var held in owners.Keys)
        {
            if (state.FindDevice(held)!.ParentAddress is { } parent)
                owners.ContainsKey(held with { Address = parent })
                    .ShouldBeFalse($"{held} belongs to a VM and so does its physical function");
        }
    }

    private static void DependentsTogether(InventoryState state, Dictionary<DeviceRef, VMRecord> owners)
    {
        foreach (var held in owners)
        {
            foreach (var other in state.Hosts.Find(held.Key.HostId)!.Devices.Where(state.FindDevice(held.Key)!.DependsWith))
            {
                if (owners.TryGetValue(held.Key with { Address = other.Address }, out var owner))
                    owner.Id.ShouldBe(held.Value.Id, $"{held.Key} and {other.Address} depend on each other");
            }
        }
    }

    private static void Machine(InventoryState state, VMRecord vm)
    {
        vm.Devices.Count.ShouldBeLessThanOrEqualTo(
            HardwareVersions.MaxDevices(vm.HardwareVersion, state.Hosts.Find(vm.HostId)!.Version), $"devices of {vm.Id}");
        vm.Devices.Select(static device => device.Key).Distinct().Count().ShouldBe(vm.Devices.Count, $"device keys of {vm.Id}");
        foreach (var attachment in vm.Devices)
        {
            bool held = attachment.Device is not null;
            if (attachment.Technology == DirectPathTechnology.Fixed)
                held.ShouldBeTrue($"Fixed device {attachment.Key} of {vm.Id} has no device");
            else held.ShouldBe(
                vm.PowerState != VMPowerState.PoweredOff && !attachment.IsChoiceOf(state.Hosts.Find(vm.HostId)!),
                $"{attachment.Technology} device {attachment.Key} of {vm.Id}, which is {vm.PowerState}");
        }
    }

    private static void Indexes(InventoryState state, Dictionary<DeviceRef, VMRecord> owners)
    {
        foreach (var vm in state.VMs.Values)
        {
            Ids(state.VMsNamed(vm.Name)).ShouldBe(
                Ids(state.VMs.Values.Where(other => string.Equals(other.Name, vm.Name, StringComparison.OrdinalIgnoreCase))));
            Ids(state.VMsNamed(vm.Name.ToUpperInvariant())).ShouldBe(Ids(state.VMsNamed(vm.Name)));
            state.VMs.Find(vm.Id).ShouldBeSameAs(vm);
        }

        state.VMsNamed("no machine has this name").ShouldBeEmpty();
        foreach (var host in state.Hosts.Values)
        {
            Ids(state.VMsOn(host.Id)).ShouldBe(Ids(state.VMs.Values.Where(vm => vm.HostId == host.Id)));
            state.HostsNamed(host.Name).ShouldHaveSingleItem().ShouldBeSameAs(host);
            foreach (var device in host.Devices)
            {
                var place = new DeviceRef(host.Id, device.Address);
                state.OwnerOf(place).ShouldBeSameAs(owners.GetValueOrDefault(place));
                host.FindDevice(device.Address).ShouldBeSameAs(device);
            }
        }
    }

    private static IEnumerable<string> Ids(IEnumerable<VMRecord> vms) =>
        vms.Select(static vm => vm.Id).Order(StringComparer.Ordinal);
}
