using PassthroughTools.State;

namespace PassthroughTools.Planning.Search;

/// <summary>A machine that gains by being placed on another host.</summary>
internal sealed class Traveller(VMRecord vm, MachineKind kind, IReadOnlyList<Destination> destinations, long gain)
{
    public VMRecord VM { get; } = vm;

    public MachineKind Kind { get; } = kind;

    /// <summary>Where it may go.</summary>
    public IReadOnlyList<Destination> Destinations { get; } = destinations;

    /// <summary>What the plan's cost falls by where it is placed; above 0.</summary>
    public long Gain { get; } = gain;

    /// <summary>The pool that gives each request its device; null where it is not placed.</summary>
    public int[]? Pools { get; set; }
}
