using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Backends;

/// <summary>A committed (or, in a rehearsal, imagined) change of the inventory.</summary>
public sealed record InventoryEvent
{
    /// <summary>The name of the operation that put a backup in the place of the inventory, which is an event without
    /// changes.</summary>
    internal const string RestoreOperation = "Restore";

    /// <summary>The sequence number, counted without gaps; the inventory's revision after the change.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was committed, in UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>Who asked for it, as user@machine.</summary>
    public required string Actor { get; init; }

    /// <summary>The operation.</summary>
    public required string Operation { get; init; }

    /// <summary>The name of the object that the operation was about.</summary>
    public required string Target { get; init; }

    /// <summary>The id of the object that the operation was about; null where an older version wrote the event.</summary>
    public string? TargetId { get; init; }

    /// <summary>What changed, in words.</summary>
    public required string Summary { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Sequence}: {Summary}");

    /// <summary>The key of the passthrough device that an attach added.</summary>
    public int? DeviceKey { get; init; }

    /// <summary>The request that made the change, where it came over a network.</summary>
    internal RequestRecord? Request { get; init; }

    /// <summary>The changes themselves.</summary>
    public required TextList<Change> Changes { get; init; }

    /// <summary>Whether it put a backup in the place of the inventory: the revisions before it have a gap.</summary>
    internal bool IsRestore => Operation == RestoreOperation && Changes.Count == 0;

    /// <summary>The decision that the event committed, as far as a journal keeps it.</summary>
    internal Decision Decision => new()
    {
        Changes = Changes,
        Target = Target,
        TargetId = TargetId ?? "",
        Summary = Summary,
        DeviceKey = DeviceKey,
    };

    /// <summary>The event of a decision that is about to be committed.</summary>
    internal static InventoryEvent Of(long sequence, OperationRequest request, Decision decision) => new()
    {
        Sequence = sequence,
        Time = DateTime.UtcNow,
        Actor = request.Actor,
        Operation = request.Operation.Name,
        Target = decision.Target,
        TargetId = decision.TargetId,
        Summary = decision.Summary,
        DeviceKey = decision.DeviceKey,
        Request = RequestRecord.Of(request),
        Changes = [.. decision.Changes],
    };
}
