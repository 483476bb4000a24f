using System.Collections.Generic;
using System.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Gives each Dynamic and Enhanced request of a virtual machine a free device of a host, if there is any way to give all of them one
/// (augmenting paths: a request moves to another device that it accepts where that frees one for the next).
/// </summary>
internal static class DeviceAssignment
{
    /// <summary>The virtual machine holding a device for each request that holds none.</summary>
    /// <param name="state">The inventory.</param>
    /// <param name="host">The host.</param>
    /// <param name="vm">The machine.</param>
    /// <param name="from">The devices that are set aside for it; null for whatever is free.</param>
    /// <exception cref="PassthroughException">DeviceNotAvailable: a request is left without one; the message says why.</exception>
    public static VMRecord Assign(InventoryState state, HostRecord host, VMRecord vm, IReadOnlyList<PciAddress>? from)
    {
        Available(state, host, vm, from, out var running).Enforce();
        return running;
    }

    /// <summary>Whether there is a device for each request that holds none.</summary>
    /// <param name="state">The inventory.</param>
    /// <param name="host">The host.</param>
    /// <param name="vm">The machine.</param>
    /// <param name="from">The devices that are set aside for it; null for whatever is free.</param>
    /// <param name="running">The machine holding a device for each request that there is one for.</param>
    public static IReadOnlyList<Finding> Available(InventoryState state, HostRecord host, VMRecord vm, IReadOnlyList<PciAddress>? from, out VMRecord running)
    {
        running = vm;
        var requests = vm.Devices.Where(static request => request.Device is null).ToList();
        if (requests.Count == 0) return [];
        var candidates = requests.ToDictionary(static request => request.Key, request => Candidates(state, host, request, from));
        var takenBy = new Dictionary<PciAddress, AttachmentRecord>();
        foreach (var request in requests) Place(request, candidates, takenBy, []);
        var given = takenBy.ToDictionary(static pair => pair.Value.Key, pair => new DeviceRef(host.Id, pair.Key));
        running = vm with
        {
            Devices = [.. vm.Devices.Select(device => given.TryGetValue(device.Key, out var held) ? device with { Device = held } : device)],
        };
        return [.. requests.Select(request => Available(state, host, vm, request, from, given.TryGetValue(request.Key, out var held) ? held : null))];
    }

    private static bool Place(
        AttachmentRecord request, Dictionary<int, List<PciAddress>> candidates, Dictionary<PciAddress, AttachmentRecord> takenBy, HashSet<PciAddress> tried)
    {
        foreach (var address in candidates[request.Key])
        {
            if (!tried.Add(address)) continue;
            if (takenBy.TryGetValue(address, out var other) && !Place(other, candidates, takenBy, tried)) continue;
            takenBy[address] = request;
            return true;
        }

        return false;
    }

    private static List<PciAddress> Candidates(InventoryState state, HostRecord host, AttachmentRecord request, IReadOnlyList<PciAddress>? from) =>
        [.. host.Devices.Where(device => request.Accepts(device) && from?.Contains(device.Address) != false && Obstacle(state, host, device, request) is null).Select(static device => device.Address)];

    private static Finding? Obstacle(InventoryState state, HostRecord host, PciDeviceRecord device, AttachmentRecord request) =>
        AttachRequirements.Usable(state, host, device, request.Technology).Append(DeviceRequirements.Free(state, host, device))
            .FirstOrDefault(static finding => finding.Verdict == Verdict.Fail);

    private static Finding Available(
        InventoryState state, HostRecord host, VMRecord vm, AttachmentRecord request, IReadOnlyList<PciAddress>? from, DeviceRef? given)
    {
        var asks = $"VM '{vm.Name}' asks for {(request.Technology == DirectPathTechnology.Enhanced ? "an" : "a")} {request.Technology} device ({request.Request})";
        return new Finding
        {
            Requirement = "DeviceAvailable",
            Id = ErrorId.DeviceNotAvailable,
            Verdict = given is null ? Verdict.Fail : Verdict.Pass,
            Target = state.View(vm),
            Found = given is { } device ? $"{asks} and can have {device.Address} of host '{host.Name}'" : $"{asks} and host '{host.Name}' has none free: {Why(state, host, request, from)}",
            Needed = "it is given a free one when it is powered on",
            SaysNeed = true,
            Remedy = $"Free or enable one, see: Get-PassthroughDevice -VMHost {host.Name.Quoted()}",
            Sources = ["vcf-2026", "vsphere8-docs"],
        };
    }

    private static string Why(InventoryState state, HostRecord host, AttachmentRecord request, IReadOnlyList<PciAddress>? from)
    {
        var fitting = host.Devices.Where(device => request.Accepts(device) && from?.Contains(device.Address) != false).ToList();
        if (fitting.Count == 0) return from is null ? "the host has no such device" : $"none of {string.Join(", ", from)}, set aside for it, is one";
        var reasons = fitting.Select(device => Obstacle(state, host, device, request)?.Found ?? $"Device {device.Address} is given to another request of the VM").ToList();
        return string.Join("; ", reasons.Take(4)) + (reasons.Count > 4 ? "; ..." : "");
    }
}
