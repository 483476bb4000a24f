using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Gives each Dynamic and Enhanced request of a virtual machine a free device of a host, if there is any way to give all of them
/// one (augmenting paths: a request moves to another device that it accepts where that frees one for the next). Where one NUMA
/// node can give all of them, together with the devices that the machine holds, they are of one node; else of any. Before that
/// comes that no device group is parted, where there is a way: a GPU that is given without the others of its group has its NVLink
/// off (denneman-groups in the catalog).
/// </summary>
internal static class DeviceAssignment
{
    // Sets of groups that are tried; a board of eight GPUs has seven groups, 128 sets.
    private const int MaxGroups = 8;

    /// <summary>
    /// The virtual machine holding a device for each request that holds none; without one where the host alone knows which it
    /// has.
    /// </summary>
    /// <param name="state">The inventory.</param>
    /// <param name="host">The host.</param>
    /// <param name="vm">The machine.</param>
    /// <param name="from">The devices that are set aside for it; null for whatever is free.</param>
    /// <exception cref="PassthroughException">DeviceNotAvailable: a request is left without one; the message says
    /// why.</exception>
    public static VMRecord Assign(InventoryState state, HostRecord host, VMRecord vm, IReadOnlyList<PciAddress>? from)
    {
        var running = Assigned(state, host, vm, from);
        foreach (var left in running.Devices.Where(static request => request.Device is null))
            Available(state, host, vm, left, from, null).Enforce();
        return running;
    }

    /// <summary>Whether there is a device for a request that was given none.</summary>
    public static Finding Available(InventoryState state, HostRecord host, VMRecord vm, AttachmentRecord request) =>
        Available(state, host, vm, request, null, null);

    /// <summary>Whether there is a device for each request that holds none.</summary>
    /// <param name="state">The inventory.</param>
    /// <param name="host">The host.</param>
    /// <param name="vm">The machine.</param>
    /// <param name="running">The machine holding a device for each request that there is one for.</param>
    public static IReadOnlyList<Finding> Available(InventoryState state, HostRecord host, VMRecord vm, out VMRecord running)
    {
        var assigned = running = Assigned(state, host, vm, null);
        var usable = Usable(state, host, assigned);
        return
        [
            .. vm.Devices.Select((request, index) => (Request: request, Given: assigned.Devices[index].Device))
                .Where(static pair => pair.Request.Device is null)
                .Select(pair =>
                {
                    var finding = Available(state, host, vm, pair.Request, null, pair.Given);
                    return usable.TryGetValue(pair.Request.Key, out var unmet)
                        ? finding with { Remedy = unmet.Remedy, Command = unmet.Command, Shows = unmet.Shows }
                        : finding;
                }),
        ];
    }

    /// <summary>
    /// By the key of each request that is left without a device, what would make one of the host's usable: its mode is set, or
    /// takes effect; where none is free, one is taken from its machine, from one that is powered off first. A device is named
    /// for one request.
    /// </summary>
    public static IReadOnlyDictionary<int, Finding> Usable(InventoryState state, HostRecord host, VMRecord running)
    {
        var named = new HashSet<PciAddress>();
        var usable = new Dictionary<int, Finding>();
        foreach (var request in running.Devices.Where(static request => request.Device is null))
        {
            var first = host.Devices.Where(device => request.Accepts(device) && !named.Contains(device.Address))
                .Select(device => (device.Address, Unmet: AttachRequirements.Usable(state, host, device, request.Technology)
                    .Append(DeviceRequirements.Free(state, host, device, running))
                    .FirstOrDefault(static finding => finding.Verdict == Verdict.Fail)))
                .Where(static pair => pair.Unmet is { Command: not null, Id: ErrorId.DeviceNotEnabled or ErrorId.DeviceInUse }
                    or { Id: ErrorId.RebootPending })
                .OrderBy(static pair => pair.Unmet!.Id == ErrorId.DeviceInUse).ThenBy(static pair => pair.Unmet!.Command is null)
                .ThenBy(pair => state.HoldersOf(new DeviceRef(host.Id, pair.Address))
                    .Any(static holder => holder.PowerState != VMPowerState.PoweredOff))
                .FirstOrDefault();
            if (first.Unmet is null) continue;
            named.Add(first.Address);
            usable.Add(request.Key, first.Unmet);
        }

        return usable;
    }

    /// <summary>The machine holding a device for as many of its requests as there are devices for.</summary>
    private static VMRecord Assigned(InventoryState state, HostRecord host, VMRecord vm, IReadOnlyList<PciAddress>? from)
    {
        var requests = vm.Devices.Where(static request => request.Device is null).ToList();
        if (requests.Count == 0) return vm;
        var takenBy = Given(Verdict.Pass);

        // A device of which something is not known is given where no other is left: whether it works is for the host to say.
        if (takenBy.Count < requests.Count && Given(Verdict.Unknown) is var more && more.Count > takenBy.Count) takenBy = more;
        var given = takenBy.ToDictionary(static pair => pair.Value.Key, pair => new DeviceRef(host.Id, pair.Key));
        return vm with
        {
            Devices = [.. vm.Devices.Select(
                device => given.TryGetValue(device.Key, out var held) ? device with { Device = held } : device)],
        };

        Dictionary<PciAddress, AttachmentRecord> Given(Verdict worst)
        {
            var candidates = requests.ToDictionary(static request => request.Key,
                request => Candidates(state, host, vm, request, from, worst));

            // Passed through, a physical function takes its virtual ones away: where its mode is not known, it is not given
            // beside them.
            var physical = new HashSet<PciAddress?>(
                candidates.Values.SelectMany(static devices => devices).Select(static device => device.ParentAddress));
            foreach (var devices in candidates.Values) devices.RemoveAll(device => physical.Contains(device.Address));
            return InWholeGroups(host, vm, requests, candidates)
                ?? OnOneNode(host, vm, requests, candidates) ?? Match(requests, candidates);
        }
    }

    /// <summary>A device for each request that parts no device group; null where the host has none, or there is no way.</summary>
    private static Dictionary<PciAddress, AttachmentRecord>? InWholeGroups(
        HostRecord host, VMRecord vm, List<AttachmentRecord> requests, Dictionary<int, List<PciDeviceRecord>> candidates)
    {
        if (host.DeviceGroups.Count == 0) return null;
        var held = vm.Devices.Where(device => device.Device?.HostId == host.Id)
            .Select(static device => device.Device!.Value.Address).ToList();
        var offered = new HashSet<PciAddress>(
            candidates.Values.SelectMany(static devices => devices).Select(static device => device.Address).Concat(held));
        var grouped = new HashSet<PciAddress>(host.DeviceGroups.SelectMany(static group => group.Members));
        var groups = host.DeviceGroups.Select(static group => group.Members)
            .Where(members => members.All(offered.Contains) && members.Count(member => !held.Contains(member)) <= requests.Count)
            .OrderByDescending(static members => members.Count).Take(MaxGroups).Reverse().ToList();
        Dictionary<PciAddress, AttachmentRecord>? any = null;

        // The bits of a set are groups; the largest group is the highest one, so that sets with it are tried first.
        for (int set = (1 << groups.Count) - 1; set >= 0; set--)
        {
            var whole = new HashSet<PciAddress>(
                groups.Where((_, index) => (set & (1 << index)) != 0).SelectMany(static members => members));
            if (whole.Count(member => !held.Contains(member)) > requests.Count) continue;
            var allowed = candidates.ToDictionary(
                static pair => pair.Key,
                pair => pair.Value.Where(device => whole.Contains(device.Address) || !grouped.Contains(device.Address))
                    .OrderBy(device => !whole.Contains(device.Address)).ToList());
            if (OnOneNode(host, vm, requests, allowed) is { } local && IsWhole(local)) return local;
            if (any is null && Match(requests, allowed) is { } all && all.Count == requests.Count && IsWhole(all)) any = all;

            bool IsWhole(Dictionary<PciAddress, AttachmentRecord> takenBy) =>
                whole.All(member => takenBy.ContainsKey(member) || held.Contains(member));
        }

        return any;
    }

    /// <summary>
    /// A device for each request, all of one NUMA node; null where no node has them, or where one device is local anyway.
    /// </summary>
    private static Dictionary<PciAddress, AttachmentRecord>? OnOneNode(
        HostRecord host, VMRecord vm, List<AttachmentRecord> requests, Dictionary<int, List<PciDeviceRecord>> candidates)
    {
        if (vm.Devices.Count < 2) return null;
        var nodes = candidates.Values.SelectMany(static devices => devices).OrderBy(static device => device.Address)
            .Select(static device => device.NumaNode).Where(static node => node is not null).Distinct();
        var held = vm.Devices.Where(static device => device.Device is not null)
            .Select(device => host.FindDevice(device.Device!.Value.Address)?.NumaNode).Distinct().ToList();
        foreach (var node in nodes.Where(node => held.TrueForAll(other => other == node)))
        {
            var local = candidates.ToDictionary(static pair => pair.Key,
                pair => pair.Value.FindAll(device => device.NumaNode == node));
            var takenBy = Match(requests, local);
            if (takenBy.Count == requests.Count) return takenBy;
        }

        return null;
    }

    private static Dictionary<PciAddress, AttachmentRecord> Match(List<AttachmentRecord> requests,
        Dictionary<int, List<PciDeviceRecord>> candidates)
    {
        var takenBy = new Dictionary<PciAddress, AttachmentRecord>();
        foreach (var request in requests) Place(request, candidates, takenBy, []);
        return takenBy;
    }

    private static bool Place(
        AttachmentRecord request, Dictionary<int, List<PciDeviceRecord>> candidates,
        Dictionary<PciAddress, AttachmentRecord> takenBy, HashSet<PciAddress> tried)
    {
        foreach (var device in candidates[request.Key])
        {
            if (!tried.Add(device.Address)) continue;
            if (takenBy.TryGetValue(device.Address, out var other) && !Place(other, candidates, takenBy, tried)) continue;
            takenBy[device.Address] = request;
            return true;
        }

        return false;
    }

    private static List<PciDeviceRecord> Candidates(
        InventoryState state, HostRecord host, VMRecord vm, AttachmentRecord request, IReadOnlyList<PciAddress>? from,
        Verdict worst) =>
        [.. host.Devices.Where(device => request.Accepts(device) && from?.Contains(device.Address) != false)
            .Select(
                device => (Device: device, Verdict: DeviceRequirements.Availability(state, host, device, request.Technology, vm)))
            .Where(pair => pair.Verdict <= worst).OrderBy(static pair => pair.Verdict).Select(static pair => pair.Device)];

    private static Finding? Obstacle(InventoryState state, HostRecord host, VMRecord vm, PciDeviceRecord device,
        AttachmentRecord request) =>
        AttachRequirements.Usable(state, host, device, request.Technology)
            .Append(DeviceRequirements.Free(state, host, device, vm))
            .FirstOrDefault(static finding => finding.Verdict is Verdict.Fail or Verdict.Unknown);

    private static Finding Available(
        InventoryState state, HostRecord host, VMRecord vm, AttachmentRecord request, IReadOnlyList<PciAddress>? from,
        DeviceRef? given)
    {
        var asks = $"VM '{vm.Name}' asks "
            + $"for {(request.Technology == DirectPathTechnology.Enhanced ? "an" : "a")} {request.Technology} device "
            + $"({request.Request})";
        var doubt = given is { } chosen ? Obstacle(state, host, vm, host.Device(chosen.Address), request) : null;
        bool isUnknown = given is null && from is null && MayHaveOne(host, request);
        bool isHostsChoice = given is null && from is null && request.IsChoiceOf(host);
        bool hasNone = !host.Devices.Any(request.Accepts);
        var devices = $"Get-PassthroughDevice -VMHost {host.Name.Quoted()}";
        return new Finding
        {
            Requirement = "DeviceAvailable",
            Id = ErrorId.DeviceNotAvailable,
            Verdict = isHostsChoice || doubt is not null ? Verdict.Unknown : given is null ? Verdict.Fail : Verdict.Pass,
            Target = state.View(vm),
            Found = given is { } device ? $"{asks} and can have {device.Address} of host "
                + $"'{host.Name}'{(doubt is null ? "" : $": {doubt.Found}")}"
                : isHostsChoice ? $"{asks} and host '{host.Name}' offers that class: which of its devices are of it, and free, "
                    + "is not known"
                : isUnknown ? $"{asks} and host '{host.Name}' has none that is known of: "
                    + (host.Devices.Count == 0
                        ? "none of its devices is recorded"
                        : "the vendor and model of some of its devices are not known")
                : $"{asks} and host '{host.Name}' has none free: {Why(state, host, vm, request, from)}",
            Needed = "it is given a free one when it is powered on",
            SaysNeed = true,
            Remedy = doubt?.Remedy ?? (isHostsChoice ? "Whether it has one free is for the host to say."
                : isUnknown ? DeviceRequirements.TellDevices(host)
                : hasNone ? "Use a host that has one." : $"Free or enable one, see: {devices}"),
            Shows = doubt is not null ? doubt.Shows : isHostsChoice || isUnknown ? null
                : hasNone ? state.Command(vm, "Find-PassthroughHost") : devices,
            Sources = ["vcf-2026", "vsphere8-docs"],
        };
    }

    /// <summary>
    /// Whether a host of which no device is known to fit may have one: a start cannot choose it, yet it is not denied.
    /// </summary>
    private static bool MayHaveOne(HostRecord host, AttachmentRecord request) => !host.Devices.Any(request.Accepts)
        && (host.Devices.Count == 0 || (request.Technology == DirectPathTechnology.Dynamic
            && host.Devices.Any(static device => device.VendorId == default)));

    private static string Why(InventoryState state, HostRecord host, VMRecord vm, AttachmentRecord request,
        IReadOnlyList<PciAddress>? from)
    {
        var fitting = host.Devices.Where(device => request.Accepts(device) && from?.Contains(device.Address) != false).ToList();
        if (fitting.Count == 0)
            return from is null ? "the host has no such device" : $"none of {string.Join(", ", from)}, set aside for it, is one";
        var reasons = fitting
            .Select(device => Obstacle(state, host, vm, device, request)?.Found
                ?? $"Device {device.Address} is given to another request of the VM")
            .ToList();
        return string.Join("; ", reasons.Take(4)) + (reasons.Count > 4 ? "; ..." : "");
    }
}
