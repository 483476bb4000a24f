using PassthroughTools.Backends;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Storage.Backups;

/// <summary>A backup that is to be restored.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Actor">Who asks, as user@machine.</param>
/// <param name="Overwrite">Whether an inventory that is there is replaced.</param>
internal sealed record RestoreRequest(BackupFile Backup, string Actor, bool Overwrite)
{
    /// <summary>The id by which the server's log knows the request, and the address that it came from; null for a
    /// command.</summary>
    public RequestRecord? Request { get; init; }

    /// <summary>The event that tells of the restore.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="before">What was there.</param>
    /// <param name="kept">Where the events of what was there are kept.</param>
    public InventoryEvent Event(long sequence, InventoryState before, string kept) => new()
    {
        Sequence = sequence,
        Time = DateTime.UtcNow,
        Actor = Actor,
        Operation = InventoryEvent.RestoreOperation,
        Target = "inventory",
        Summary = $"Restored the inventory from the backup of {JsonTime.Format(Backup.Summary.Created)}, {Backup.Summary}"
            + (before.IsNew
                ? ""
                : FormattableString.Invariant($"; in the place of revision {before.Revision}, whose events are kept in {kept}")),
        Request = Request,
        Changes = [],
    };
}
