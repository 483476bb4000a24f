using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Backends;

/// <summary>An operation that was carried out.</summary>
/// <param name="State">The inventory after it.</param>
/// <param name="Decision">What it changed.</param>
/// <param name="Event">What was committed, or null where all was already as asked.</param>
public sealed record Commit(InventoryState State, Decision Decision, InventoryEvent? Event)
{
    /// <summary>Whether an earlier request with the same key made the change, and this one nothing.</summary>
    public bool IsRepeated { get; init; }
}
