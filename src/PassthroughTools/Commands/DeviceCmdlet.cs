using System;
using System.Collections.Generic;
using System.Linq;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>What the cmdlets that take passthrough devices share: devices by object, by id, by name.</summary>
public abstract class DeviceCmdlet : InventoryCmdlet
{
    /// <summary>A host's devices that a reference names; none is a non-terminating error unless it is a pattern.</summary>
    private protected IEnumerable<PassthroughDevice> DevicesOf(VMHost host, string name) => Fitting(
        name, [.. host.PassthroughDevices()], $"Host '{host.Name}' has no passthrough device '{name}'. See what there is: Get-PassthroughDevice -VMHost '{host.Name}'");

    /// <summary>A virtual machine's devices that a reference names; none is a non-terminating error unless it is a pattern.</summary>
    private protected IEnumerable<PassthroughDevice> DevicesOf(VirtualMachineBase vm, string name) => Fitting(
        name, vm.PassthroughDevices, $"VM '{vm.Name}' has no passthrough device '{name}'. See what it has: Get-PassthroughDevice -VM '{vm.Name}'");

    /// <summary>The device as it is now: of a host, or of a virtual machine, where a later device may have its key.</summary>
    /// <exception cref="PassthroughException">NotConnected, DeviceNotFound.</exception>
    private protected PassthroughDevice Fresh(PassthroughDevice device)
    {
        var state = ServerOf(device).Read(StopToken);
        if (!device.IsOfVM && device.Ref is { } held && state.View(held) is { } found) return found;
        if (device.IsOfVM && state.VMs.Find(device.VMId!) is { } vm && vm.Devices.FirstOrDefault(candidate => IsSame(candidate, device)) is { } attachment)
            return new PassthroughDevice(state, vm, attachment);
        throw new PassthroughException(ErrorId.DeviceNotFound, $"Device {device.Id ?? device.Name} does not exist any more. See what there is: Get-PassthroughDevice", device);
    }

    /// <summary>The devices of a reference as they are now: one, or none, which has been written as an error then.</summary>
    private protected List<PassthroughDevice> FreshOrNone(DeviceReference reference)
    {
        var fresh = new List<PassthroughDevice>();
        Attempt(() => fresh.Add(Fresh(reference.Known)));
        return fresh;
    }

    private static bool IsSame(AttachmentRecord attachment, PassthroughDevice device) =>
        attachment.Key == device.Key && attachment.Technology == device.Technology && attachment.Technology switch
        {
            DirectPathTechnology.Fixed => string.Equals(attachment.Request, device.Id, StringComparison.Ordinal),
            DirectPathTechnology.Dynamic => attachment.AllowedDevices.SequenceEqual(device.AllowedDevices),
            _ => string.Equals(attachment.DeviceClass, device.DeviceClass, StringComparison.OrdinalIgnoreCase),
        };

    private List<PassthroughDevice> Fitting(string name, IReadOnlyList<PassthroughDevice> devices, string message)
    {
        var pattern = new NamePattern(name);
        var fitting = pattern.Select(devices, static device => device.Id).Union(pattern.Select(devices, static device => device.Name)).ToList();
        if (fitting.Count == 0 && !pattern.IsPattern) WriteError(ErrorRecords.Of(new PassthroughException(ErrorId.DeviceNotFound, message, name)));
        return fitting;
    }
}
