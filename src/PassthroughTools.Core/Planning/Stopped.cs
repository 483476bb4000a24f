using PassthroughTools.Inventory;
using PassthroughTools.Planning.Search;
using PassthroughTools.State;

namespace PassthroughTools.Planning;

/// <summary>What a plan does with machines that do not run, and with templates.</summary>
internal static class Stopped
{
    /// <summary>
    /// The step of a machine: powered off it goes where it can be started during the window; suspended it stays with what it
    /// holds.
    /// </summary>
    public static PlanStep Step(
        VMRecord vm, HostRecord host, IReadOnlyList<Destination> destinations, Func<VMRecord, MachineKind> kindOf,
        Arrivals arrivals, MaintenancePlanOptions options)
    {
        PlanAction? asked = options.Overrides.TryGetValue(vm.Id, out var given) ? given : null;
        if (vm.IsTemplate) return Stay("a template does not run, and stays");
        if (vm.PowerState == VMPowerState.Suspended)
            return Stay(vm.Devices.Count == 0
                ? "it is suspended, and stays"
                : "it is suspended, and stays with the devices that it holds");
        if (asked == PlanAction.None) return Stay("it is powered off, and is to stay");
        if (vm.Devices.FirstOrDefault(static device => device.Technology == DirectPathTechnology.Fixed) is { } pinned)
            return CannotMove($"it is powered off, and Fixed device {pinned.Request} of this host keeps it here");

        var kind = kindOf(vm);
        var running = destinations.Where(kind.RunsOn).ToList();
        var devices = vm.Devices.Count == 0
            ? running
            : [.. running.Where(kind.FitsOn).Where(destination => kind.Reach(destinations).Any(destination.Has))];
        if (arrivals.Fewest(devices.Count > 0 ? devices : running) is not { } target)
        {
            return CannotMove(destinations.Count == 0
                ? $"it is powered off, and stays: {Shortage.NoDestination(host)}"
                : VGpu.Of(vm).Any() ? "it is powered off, and stays: which host has room for its vGPU is not known"
                : "it is powered off, and stays: no other host of the cluster in service runs its hardware version");
        }

        return StepWords.Create(vm, host, PlanAction.ColdMove, PlanInterruption.None,
            "it is powered off, and can be started there during the window" + (
            vm.Devices.Count == 0 ? "" : devices.Count > 0 ? "; no device is set aside for it"
                : " where devices for it have become free")) with
        {
            DestinationId = target.Id,
            DestinationName = target.Name,
        };

        PlanStep CannotMove(string why) => asked == PlanAction.ColdMove
            ? StepWords.Create(vm, host, PlanAction.Blocked, PlanInterruption.None, $"ColdMove is asked for, and {why}")
            : Stay(why);

        PlanStep Stay(string why) => StepWords.Create(vm, host, PlanAction.None, PlanInterruption.None,
            asked is null or PlanAction.None or PlanAction.ColdMove
                ? why
                : $"{why}; {asked} is asked for and is for a machine that runs");
    }
}
