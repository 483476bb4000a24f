using PassthroughTools.Backends;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>An event that was read from the journal.</summary>
/// <param name="Event">The event.</param>
/// <param name="Batch">The batch that it was committed with.</param>
internal readonly record struct JournalEntry(InventoryEvent Event, Guid Batch);
