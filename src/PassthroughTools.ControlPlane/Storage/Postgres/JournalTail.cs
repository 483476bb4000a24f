using PassthroughTools.Backends;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>What a look at the journal from a sequence number on found.</summary>
/// <param name="Mark">The batch of the event with that number itself, by which the journal is known again; null where there is
/// none.</param>
/// <param name="Entries">The events after it, oldest first.</param>
/// <param name="HasGap">Whether they do not all follow the number and each other, since the journal was restored.</param>
/// <param name="IsCut">Whether there may be more of them.</param>
/// <param name="Earlier">The events of the requests that were asked for, by their keys.</param>
internal sealed record JournalTail(
    Guid? Mark, IReadOnlyList<JournalEntry> Entries, bool HasGap, bool IsCut,
    IReadOnlyDictionary<RequestKey, InventoryEvent> Earlier);
