using PassthroughTools.State;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>How far a journal is known.</summary>
/// <param name="State">The inventory that it makes.</param>
/// <param name="Mark">The batch of the last event, by which the journal is known again; null where a snapshot stands for it, or
/// nothing.</param>
/// <param name="Reading">Counts how often all was read anew.</param>
internal sealed record JournalPosition(InventoryState State, Guid? Mark, int Reading);
