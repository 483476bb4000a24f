using System;
using System.Collections.Generic;
using System.Linq;
using PassthroughTools.Errors;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Sets how long an operation takes in a rehearsal, so that a rehearsed maintenance window has the shape of the real one. The time
/// passes where the operation is asked for; what it changes is the same.
/// </summary>
public sealed record SetSimulation : Operation
{
    /// <summary>The longest duration, in seconds: a day.</summary>
    public const int MaxSeconds = 24 * 60 * 60;

    /// <summary>The names of the operations that can take time: all but this one.</summary>
    public static IEnumerable<string> Operations => Names.Where(static name => name != nameof(SetSimulation));

    /// <summary>The operation's name, as in the event feed, such as MoveVM.</summary>
    public required string OperationName { get; init; }

    /// <summary>The duration in seconds; 0 for none.</summary>
    public required decimal Seconds { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var name = Operations.FirstOrDefault(known => string.Equals(known, OperationName, StringComparison.OrdinalIgnoreCase))
            ?? throw new PassthroughException(
                ErrorId.ValueInvalid, $"'{OperationName}' is no operation that can take time. There are {string.Join(", ", Operations)}.", OperationName);
        if (Seconds is < 0 or > MaxSeconds)
            throw new PassthroughException(ErrorId.ValueInvalid, FormattableString.Invariant($"{name} cannot take {Seconds} seconds in a rehearsal. Give 0 (none) to {MaxSeconds} (a day)."), name);
        bool isSame = state.SimulatedSeconds[name] == Seconds;
        return new Decision
        {
            Changes = isSame ? [] : [new SimulationPut(Seconds == 0 ? state.SimulatedSeconds.Remove(name) : state.SimulatedSeconds.Set(name, Seconds))],
            Target = name,
            TargetId = name,
            Summary = FormattableString.Invariant($"{name} takes {Seconds} s in a rehearsal"),
        };
    }
}
