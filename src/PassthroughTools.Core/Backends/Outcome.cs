using PassthroughTools.Importing;
using PassthroughTools.State;

namespace PassthroughTools.Backends;

/// <summary>What became of an operation that was carried out.</summary>
/// <param name="State">The inventory after it.</param>
/// <param name="Target">The name of the object that it was about.</param>
/// <param name="TargetId">That object's id.</param>
/// <param name="Summary">What it did, in words.</param>
public sealed record Outcome(InventoryState State, string Target, string TargetId, string Summary)
{
    /// <summary>The key of the passthrough device that an attach added.</summary>
    public int? DeviceKey { get; init; }

    /// <summary>The number of the event that tells of it; null where all was already as asked.</summary>
    public long? Event { get; init; }

    /// <summary>Whether an earlier request with the same key made the change, and this one nothing.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>What an import did with each object; null of other operations.</summary>
    public IReadOnlyList<ImportedItem>? Report { get; init; }
}
