using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Planning;

/// <summary>A machine that runs on a host under maintenance, and what can be done with it.</summary>
internal sealed class Evacuee
{
    // Each cost is above any number of the next: whatever many cheap ones cost, one dear one costs more. Good for 32,767
    // machines.
    private const int CostBits = 15;

    public Evacuee(InventoryState state, VMRecord vm, HashSet<string>? mayPowerOff, MaintenancePlanOptions options)
    {
        VM = vm;
        Host = state.Host(vm.HostId);
        VMotion = CapabilityResolver.ForVM(state, vm, PassthroughFeature.VMotion);
        Suspend = CapabilityResolver.ForVM(state, vm, PassthroughFeature.SuspendResume);
        Pinned = vm.Devices.FirstOrDefault(static device => device.Technology == DirectPathTechnology.Fixed);
        MayPowerOff = mayPowerOff?.Contains(vm.Id) != false;
        Override = options.Overrides.TryGetValue(vm.Id, out var asked) ? asked : null;
        bool live = Pinned is null && VMotion.Support == CapabilitySupport.Supported;
        bool suspends = Suspend.Support == CapabilitySupport.Supported;
        bool cycles = Pinned is null && MayPowerOff;
        (WhenPlaced, Otherwise) = Override switch
        {
            null => (live ? PlanAction.VMotion : cycles && !suspends ? PlanAction.PowerCycle : null,
                suspends ? PlanAction.Suspend : MayPowerOff ? PlanAction.PowerOff : PlanAction.Blocked),
            PlanAction.VMotion => (live ? PlanAction.VMotion : null, PlanAction.Blocked),
            PlanAction.PowerCycle => (cycles ? PlanAction.PowerCycle : null, PlanAction.Blocked),
            PlanAction.Suspend => ((PlanAction?)null, suspends ? PlanAction.Suspend : PlanAction.Blocked),
            PlanAction.PowerOff => (null, MayPowerOff ? PlanAction.PowerOff : PlanAction.Blocked),
            _ => (null, PlanAction.Blocked),
        };
    }

    public VMRecord VM { get; }

    public HostRecord Host { get; }

    public Capability VMotion { get; }

    public Capability Suspend { get; }

    /// <summary>Its first Fixed device, which keeps it on its host; null where it has none.</summary>
    public AttachmentRecord? Pinned { get; }

    public bool MayPowerOff { get; }

    /// <summary>What the administrator asked for; null where the gentlest is wanted.</summary>
    public PlanAction? Override { get; }

    /// <summary>What is done where another host takes it; null where that is no help.</summary>
    public PlanAction? WhenPlaced { get; }

    /// <summary>What is done where none takes it.</summary>
    public PlanAction Otherwise { get; }

    /// <summary>What the plan's cost falls by where another host takes it.</summary>
    public long Gain => WhenPlaced is { } placed ? CostOf(Otherwise) - CostOf(placed) : 0;

    /// <summary>The host that takes it; null where none does, or none has to.</summary>
    public HostRecord? Destination { get; set; }

    /// <summary>The devices there that are set aside for it.</summary>
    public IReadOnlyList<PciAddress> Devices { get; set; } = [];

    /// <summary>What the plan does with it.</summary>
    public PlanAction Action => Destination is null ? Otherwise : WhenPlaced!.Value;

    private static long CostOf(PlanAction action) => action switch
    {
        PlanAction.Blocked => 1L << (3 * CostBits),
        PlanAction.PowerOff => 1L << (2 * CostBits),
        PlanAction.PowerCycle => 1L << CostBits,
        PlanAction.Suspend => 1,
        _ => 0,
    };
}
