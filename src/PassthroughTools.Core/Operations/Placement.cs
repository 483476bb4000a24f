using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Whether a host takes a virtual machine, and with which devices: the rules that starting, moving, finding a host and planning
/// share.
/// </summary>
internal static class Placement
{
    /// <summary>Refuses a host that a virtual machine cannot be registered on, whether it runs or not.</summary>
    /// <exception cref="PassthroughException">DeviceOnOtherHost, VMHostNotAvailable, HardwareVersionTooHigh.</exception>
    public static void EnforceRegister(InventoryState state, HostRecord host, VMRecord vm)
    {
        if (vm.Devices.FirstOrDefault(
            static device => device is { Technology: DirectPathTechnology.Fixed, Device: not null }) is { Device: { } pinned })
        {
            throw new PassthroughException(
                ErrorId.DeviceOnOtherHost,
                $"VM '{vm.Name}' has Fixed device {pinned.Address} of host '{state.Host(pinned.HostId).Name}', which stays "
                + $"there. Detach it first: {DeviceRequirements.Detach(state, vm, pinned.Address)}",
                state.View(vm));
        }

        HostRequirements.InService(state, host).Enforce();
        HostRequirements.RunsHardwareVersion(state, host, vm).Enforce();
    }

    /// <summary>A virtual machine of another host as it runs on a host: with a device there for each request.</summary>
    /// <param name="state">The inventory.</param>
    /// <param name="host">The host.</param>
    /// <param name="vm">The machine, whatever its power state.</param>
    /// <param name="from">The devices that are set aside for it; null for whatever is free.</param>
    /// <exception cref="PassthroughException">The host does not take it; the message says why.</exception>
    public static VMRecord Arrive(InventoryState state, HostRecord host, VMRecord vm, IReadOnlyList<PciAddress>? from)
    {
        EnforceRegister(state, host, vm);
        return Start(state, host, vm.Released() with { HostId = host.Id }, from);
    }

    /// <summary>
    /// A virtual machine of a host as it runs there: with a device for each request, and all checked again that its devices need.
    /// </summary>
    /// <exception cref="PassthroughException">It cannot run there; the message says why.</exception>
    public static VMRecord Start(InventoryState state, HostRecord host, VMRecord vm, IReadOnlyList<PciAddress>? from)
    {
        foreach (var attachment in vm.Devices)
        {
            if (attachment.Device is not null) AttachRequirements.Held(state, host, vm, attachment).Enforce();
        }

        AttachRequirements.Fit(state, host, vm).Enforce();
        var running = DeviceAssignment.Assign(state, host, vm, from);
        VMRequirements.MmioSize(state, vm, MmioSizing.Of(state, running)).Enforce();
        return running;
    }

    /// <summary>
    /// The changes that record a machine: where it runs, it is its devices' owner, and that something unknown had one of them is
    /// past.
    /// </summary>
    public static IReadOnlyList<Change> Running(InventoryState state, VMRecord vm) =>
    [
        new VMPut(vm),
        .. vm.Devices.Where(device => vm.PowerState == VMPowerState.PoweredOn && device.Device is { } held
            && state.FindDevice(held) is { OwnerUnknown: true })
            .Select(static device => device.Device!.Value)
            .Select(held => new DevicePut(held.HostId, state.FindDevice(held)! with { OwnerUnknown = false })),
    ];

    /// <summary>
    /// What is not known of a host, or of the devices that a virtual machine would run with there; null where all is.
    /// </summary>
    public static Finding? Doubt(InventoryState state, HostRecord host, VMRecord running) =>
        running.Devices.SelectMany(device => device.Device is null
                ? [DeviceAssignment.Available(state, host, running, device)]
                : AttachRequirements.Held(state, host, running, device))
            .Prepend(HostRequirements.HasVGpus(state, host, running)).Prepend(HostRequirements.InService(state, host))
            .FirstOrDefault(static finding => finding.Verdict == Verdict.Unknown);
}
