using PassthroughTools.Capabilities;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Planning;

/// <summary>The steps of running machines, with why each is done and nothing gentler, and what it costs.</summary>
internal static class StepWords
{
    private const string Connections = "network connections that time out before the plan is restored";
    private const string Memory = "what is in its memory, and what its processes have not saved";
    private const string DeviceState = "what is in its devices";
    private const string NotPoweredOff = "it is not among the machines that may be powered off";

    /// <summary>A step without a number yet.</summary>
    public static PlanStep Create(VMRecord vm, HostRecord host, PlanAction action, PlanInterruption interruption,
        string reason) => new()
    {
        Number = 0,
        Action = action,
        VMId = vm.Id,
        VMName = vm.Name,
        VMHostId = host.Id,
        VMHostName = host.Name,
        PowerState = vm.PowerState,
        Interruption = interruption,
        Reason = reason,
    };

    /// <summary>The step of a machine that has been placed, or has found no place.</summary>
    public static PlanStep For(InventoryState state, Evacuee evacuee, Shortage shortage)
    {
        var interruption = evacuee.Action switch
        {
            PlanAction.VMotion => PlanInterruption.Live,
            PlanAction.Suspend => PlanInterruption.Suspended,
            PlanAction.PowerCycle => PlanInterruption.PowerCycle,
            PlanAction.PowerOff => PlanInterruption.Down,
            _ => PlanInterruption.None,
        };
        var reason = evacuee.Override is { } asked
            ? Asked(state, evacuee, asked, shortage)
            : string.Join("; ", Gentlest(state, evacuee, shortage));
        return Create(evacuee.VM, evacuee.Host, evacuee.Action, interruption, reason) with
        {
            DestinationId = evacuee.Destination?.Id,
            DestinationName = evacuee.Destination?.Name,
            Devices = [.. evacuee.Devices],
            Loses = [.. Lost(evacuee)],
        };
    }

    private static IEnumerable<string> Gentlest(InventoryState state, Evacuee evacuee, Shortage shortage)
    {
        if (evacuee.Action == PlanAction.VMotion)
        {
            yield return Allowed(evacuee.VMotion);
            yield break;
        }

        if (evacuee.Pinned is not null) yield return Pinned(evacuee);
        else if (evacuee.VMotion.Support != CapabilitySupport.Supported)
            yield return Denied(state, evacuee.VMotion, "Move-VM", evacuee.VM);
        if (evacuee.WhenPlaced is not null && evacuee.Destination is null) yield return shortage.Of(evacuee);
        if (evacuee.Action == PlanAction.Suspend)
        {
            yield return Allowed(evacuee.Suspend);
            yield break;
        }

        yield return Denied(state, evacuee.Suspend, "Suspend-VM", evacuee.VM);
        if (evacuee.Action == PlanAction.PowerCycle)
            yield return $"host '{evacuee.Destination!.Name}' has what it needs to start there";
        if (evacuee.Action == PlanAction.Blocked) yield return NotPoweredOff;
    }

    private static string Asked(InventoryState state, Evacuee evacuee, PlanAction asked, Shortage shortage)
    {
        if (evacuee.Action != PlanAction.Blocked) return $"{asked} is asked for";
        var why = asked switch
        {
            PlanAction.None => "it runs, and in maintenance mode nothing runs",
            PlanAction.ColdMove => "it runs; a cold move is for a machine that is powered off",
            PlanAction.Suspend => Denied(state, evacuee.Suspend, "Suspend-VM", evacuee.VM),
            PlanAction.PowerOff or PlanAction.PowerCycle when !evacuee.MayPowerOff => NotPoweredOff,
            _ when evacuee.Pinned is not null => Pinned(evacuee),
            PlanAction.VMotion when evacuee.VMotion.Support != CapabilitySupport.Supported =>
                Denied(state, evacuee.VMotion, "Move-VM", evacuee.VM),
            _ => shortage.Of(evacuee),
        };
        return $"{asked} is asked for and is not possible: {why}";
    }

    private static string Pinned(Evacuee evacuee) =>
        $"Fixed device {evacuee.Pinned!.Request} of host '{evacuee.Host.Name}' keeps it here";

    private static string Allowed(Capability capability) =>
        $"it supports {capability.Feature}{With(capability)}: {capability.Reason} ({capability.Source})";

    private static string Denied(InventoryState state, Capability capability, string cmdlet, VMRecord vm) =>
        capability.Support == CapabilitySupport.NotSupported
        ? $"it does not support {capability.Feature}{With(capability)}: {capability.Reason} ({capability.Source})"
        : $"whether it supports {capability.Feature}{With(capability)} is "
            + $"Unknown: {capability.Reason} ({capability.Source}); where you know that it "
            + $"does: {state.Command(vm, cmdlet, "-Force")}";

    private static string With(Capability capability) => capability.LimitedBy is { } device ? $" with device {device}" : "";

    private static string[] Lost(Evacuee evacuee)
    {
        var state = evacuee.VM.Devices.Count > 0 ? new[] { Memory, DeviceState } : [Memory];
        return evacuee.Action switch
        {
            PlanAction.Suspend => [Connections],
            PlanAction.PowerCycle => state,
            PlanAction.PowerOff => [.. state, "its service, until the plan is restored"],
            _ => [],
        };
    }
}
