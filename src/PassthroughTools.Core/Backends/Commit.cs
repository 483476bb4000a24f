using PassthroughTools.Importing;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Backends;

/// <summary>An operation that a journal has.</summary>
/// <param name="State">The inventory after it.</param>
/// <param name="Decision">What it changed.</param>
/// <param name="Event">What was committed, or null where all was already as asked.</param>
public sealed record Commit(InventoryState State, Decision Decision, InventoryEvent? Event)
{
    /// <summary>What an earlier request has committed.</summary>
    public Commit(InventoryState state, InventoryEvent first)
        : this(state, first.Decision, first) => IsRepeated = true;

    /// <summary>Whether an earlier request with the same key made the change, and this one nothing.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>What whoever asked for the operation is told.</summary>
    public Outcome ToOutcome() => new(State, Decision.Target, Decision.TargetId, Decision.Summary)
    {
        DeviceKey = Decision.DeviceKey,
        Event = Event?.Sequence,
        IsRepeated = IsRepeated,
        Report = (Decision as ImportDecision)?.Items,
    };
}
