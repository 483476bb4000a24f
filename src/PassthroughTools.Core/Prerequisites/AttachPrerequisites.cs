using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Prerequisites;

/// <summary>
/// What must be met before devices can be attached to a virtual machine and it can be powered on with them. The machine is looked
/// at as it would be: powered off, on the host of its devices, and with what the steps before have attached. What an attach or
/// the start would be refused for is Fail.
/// </summary>
internal static class AttachPrerequisites
{
    // The order in which things are mended. Nothing runs on the host that a restart must not interrupt once its machine is off
    // and a device is free; a host is back in service before a machine moves there; a machine is changed on the host that it
    // stays on.
    private static readonly ErrorId?[] Order =
    [
        ErrorId.TemplateNotSupported, ErrorId.VMNotPoweredOff, ErrorId.DeviceInUse, ErrorId.DeviceNotPassthroughCapable,
        ErrorId.DeviceNotEnabled,
        ErrorId.DeviceNotAvailable, ErrorId.IommuDisabled, ErrorId.Above4GDecodingDisabled, ErrorId.RebootPending,
        ErrorId.VMHostNotAvailable, ErrorId.DeviceOnOtherHost,
    ];

    /// <summary>The requirements, in the order in which they are mended.</summary>
    /// <exception cref="PassthroughException">A device is not there, or is none that the machine's host can give.</exception>
    public static IReadOnlyList<PrerequisiteTest> Of(InventoryState state, VMRecord vm, IReadOnlyList<AttachOperation> requests)
    {
        var findings = new List<Finding> { VMRequirements.NotTemplate(state, vm),
            VMRequirements.PoweredOff(state, vm, requests[0].Action) };
        var then = Put(state, new VMPut(vm.Released() with { PowerState = VMPowerState.PoweredOff }));
        foreach (var request in requests)
        {
            var found = request.Devices(then, then.VM(vm.Id)).ToList();

            // Only when nothing has the device its mode is set, and its host restarted.
            var freed = found.Aggregate(then, (next, finding) => Freed(next, finding, vm.Id));
            if (freed != then)
            {
                found.RemoveAll(static finding => finding.Id != ErrorId.DeviceInUse);
                found.AddRange(
                    request.Devices(freed, freed.VM(vm.Id)).Where(static finding => finding.Id != ErrorId.DeviceInUse));
            }

            var mended = found.Aggregate(freed, (next, finding) => Mended(next, finding, vm.Id));
            if (mended != freed)
            {
                found.RemoveAll(static finding => finding.Id == ErrorId.RebootPending);
                found.AddRange(request.Devices(mended, mended.VM(vm.Id))
                    .Where(static finding => finding.Id == ErrorId.RebootPending).Select(finding => Pending(state, finding)));
            }

            findings.AddRange(found);
            then = mended;
            var attached = request.Attached(mended, mended.VM(vm.Id));
            bool isTwice = attached.Devices.Where(static one => one.Device is not null).GroupBy(static one => one.Device)
                .Any(static same => same.Count() > 1);
            if (!isTwice) then = Put(mended, new VMPut(attached));
        }

        var ready = then.VM(vm.Id);
        var host = then.Host(ready.HostId);
        findings.AddRange(VMPrerequisites.ForStart(then, host, ready, vm.Devices, out var running));

        // A restart comes before the machine moves, and before it has its devices.
        var before = Put(then, new VMPut(vm.Released() with { PowerState = VMPowerState.PoweredOff }));
        foreach (var unmet in DeviceAssignment.Usable(then, host, running))
        {
            if (unmet.Value is { Id: ErrorId.RebootPending, Command: null })
            {
                var restarted = Restarted(before, vm, unmet.Value);
                int found = findings.FindIndex(finding => finding is { Id: ErrorId.DeviceNotAvailable, Command: null }
                    && finding.Remedy == unmet.Value.Remedy);
                findings[found] = findings[found] with { Remedy = restarted.Remedy, Command = restarted.Command };
            }

            if (unmet.Value.Id != ErrorId.DeviceNotEnabled || unmet.Value.Target is not PassthroughDevice { Ref: { } held })
                continue;
            var technology = running.Devices.First(request => request.Key == unmet.Key).Technology;
            var set = WithMode(then, held, DeviceRequirements.ModeFor(technology));
            findings.Add(Pending(state, DeviceRequirements.Active(set, set.Host(held.HostId), set.FindDevice(held)!)));
        }

        return
        [
            .. findings.Select(finding => Restarted(before, vm, finding) with { Target = Now(state, vm, finding.Target) })
                .GroupBy(static finding =>
                    (((InventoryObject)finding.Target!).Uid, finding.Requirement, finding.Verdict, finding.Found))
                .Select(static same => same.First()).OrderBy(Place).EachRemedyOnce()
                .Select(static finding => new PrerequisiteTest(finding)),
        ];
    }

    private static int Place(Finding finding) => Array.IndexOf(Order, finding.Id) is >= 0 and var place ? place : Order.Length;

    /// <summary>The inventory after what frees a device that others have.</summary>
    private static InventoryState Freed(InventoryState state, Finding finding, string vmId)
    {
        if (finding is not { Id: ErrorId.DeviceInUse, Verdict: Verdict.Fail, Command: not null }) return state;
        if (finding.Target is not PassthroughDevice { Ref: { } held }) return state;
        var freed = state;
        foreach (var holder in state.HoldersOf(held).Where(holder => holder.Id != vmId))
        {
            var stopped = holder.PowerState == VMPowerState.PoweredOff ? holder
                : holder.Released() with { PowerState = VMPowerState.PoweredOff };
            freed = Put(freed, new VMPut(stopped with { Devices = [.. stopped.Devices.Where(device => device.Device != held)] }));
        }

        return freed;
    }

    /// <summary>
    /// A restart that a mode waits for, on a host where others run: they are moved off first, and the machine comes back where
    /// it was moved too. Where one of them cannot move, no command is sure to do.
    /// </summary>
    private static Finding Restarted(InventoryState state, VMRecord vm, Finding finding)
    {
        if (finding is not { Id: ErrorId.RebootPending, Verdict: Verdict.Fail, Command: null }) return finding;
        if (finding.Target is not PassthroughDevice { Ref: { } held }) return finding;
        var host = state.Host(held.HostId);
        if (DeviceRequirements.RestartCommand(state, host) is { } restart) return finding with { Command = restart };
        if (host is not { ConnectionState: VMHostState.Connected, PowerState: VMHostPowerState.PoweredOn }) return finding;
        var evacuation = new SetHostState { VMHostId = host.Id, State = VMHostState.Maintenance, Evacuate = true };
        if (evacuation.RefusalIn(state) is { } refusal)
        {
            var why = refusal.Message.TrimEnd('.');
            return finding with { Remedy = $"Not all that runs there can move: {why}. See what each VM needs: {finding.Shows}" };
        }

        bool isMoved = state.Apply(state.Revision + 1, evacuation.Decide(state).Changes).VM(vm.Id).HostId != vm.HostId;
        var back = isMoved ? $"; {state.Command(vm, "Move-VM", $"-Destination {host.Name.Quoted()}")}" : "";
        return finding with { Command = DeviceRequirements.RestartEvacuated(host) + back };
    }

    /// <summary>The inventory after what mends a finding, so far as the other devices' findings depend on it.</summary>
    private static InventoryState Mended(InventoryState state, Finding finding, string vmId)
    {
        if (finding is not { Verdict: Verdict.Fail, Command: not null, Target: PassthroughDevice { Ref: { } held } })
            return state;
        var host = state.Host(held.HostId);
        if (finding.Id == ErrorId.DeviceOnOtherHost) return Put(state, new VMPut(state.VM(vmId) with { HostId = host.Id }));
        return finding.Id == ErrorId.DeviceNotEnabled ? WithMode(state, held, DeviceMode.DirectPath) : state;
    }

    /// <summary>The inventory with a device's mode set, at once where the host does that without a restart.</summary>
    private static InventoryState WithMode(InventoryState state, DeviceRef held, DeviceMode mode)
    {
        var host = state.Host(held.HostId);
        var device = host.Device(held.Address);
        return Put(state, new DevicePut(host.Id,
            device with { Mode = mode, ActiveMode = host.RebindWithoutReboot ? mode : device.ActiveMode }));
    }

    /// <summary>A restart that the mode will need which the steps before set.</summary>
    private static Finding Pending(InventoryState state, Finding finding)
    {
        if (finding is not { Verdict: Verdict.Fail, Target: PassthroughDevice { Ref: { } held } }) return finding;
        var host = state.Host(held.HostId);
        var device = host.Device(held.Address);
        return device.RebootPending == true ? finding
            : finding with { Found = $"Device {DeviceRequirements.Label(host, device)} runs in mode {device.ActiveMode}" };
    }

    private static InventoryState Put(InventoryState state, Change change) => state.Apply(state.Revision + 1, [change]);

    /// <summary>The object that a finding is about as it is now.</summary>
    private static InventoryObject Now(InventoryState state, VMRecord vm, object? target) => target switch
    {
        PassthroughDevice { Ref: { } held } => state.View(held)!,
        VMHost host => state.View(state.Host(host.Id)),
        _ => state.View(vm),
    };
}
