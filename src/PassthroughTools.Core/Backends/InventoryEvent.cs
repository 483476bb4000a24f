using System;
using System.Collections.Generic;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Backends;

/// <summary>A committed (or, in a rehearsal, imagined) change of the inventory.</summary>
public sealed record InventoryEvent
{
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

    /// <summary>What changed, in words.</summary>
    public required string Summary { get; init; }

    /// <summary>The changes themselves.</summary>
    public required IReadOnlyList<Change> Changes { get; init; }

    /// <summary>The event of a decision that is about to be committed.</summary>
    internal static InventoryEvent Of(long sequence, string actor, Operation operation, Decision decision) => new()
    {
        Sequence = sequence,
        Time = DateTime.UtcNow,
        Actor = actor,
        Operation = operation.Name,
        Target = decision.Target,
        Summary = decision.Summary,
        Changes = decision.Changes,
    };
}
