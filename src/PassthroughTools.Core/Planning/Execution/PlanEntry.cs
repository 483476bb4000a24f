using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Text;

namespace PassthroughTools.Planning.Execution;

/// <summary>A line of a plan's journal: what became of a step, or of a host.</summary>
public sealed record PlanEntry
{
    /// <summary>When, in UTC.</summary>
    public required DateTime Time { get; init; }

    /// <summary>Which half of the window.</summary>
    public required PlanPhase Phase { get; init; }

    /// <summary>The step's number; null where it is about a host.</summary>
    public int? Step { get; init; }

    /// <summary>The host's id; null where it is about a step.</summary>
    public string? VMHostId { get; init; }

    /// <summary>What became of it.</summary>
    public required PlanEvent Event { get; init; }

    /// <summary>On whose behalf, as user@machine.</summary>
    public required string Actor { get; init; }

    /// <summary>Of a step that was begun to evacuate: the devices that the machine held, which it gets back.</summary>
    public TextList<PciAddress> Held { get; init; } = [];

    /// <summary>
    /// Of a step that is running: the id of the server's operation, by which it is waited for after an interruption.
    /// </summary>
    public string? Operation { get; init; }

    /// <summary>Why it failed.</summary>
    public ErrorId? ErrorId { get; init; }

    /// <summary>Why it failed, in words.</summary>
    public string? Message { get; init; }

    /// <summary>What became of what, as in "Evacuate step 3: Done".</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"{Phase} {(Step is { } step ? FormattableString.Invariant($"step {step}") : VMHostId)}: {Event}");
}
