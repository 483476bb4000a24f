namespace PassthroughTools.Planning.Execution;

/// <summary>What became of a step of a maintenance plan, or of a host of it.</summary>
public sealed class PlanOutcome
{
    internal PlanOutcome(PlanTask task, PlanEntry entry)
    {
        Phase = entry.Phase;
        Step = entry.Step;
        Target = task.Target;
        Action = task.Action;
        Event = entry.Event;
        Time = entry.Time;
        Message = entry.Message;
    }

    /// <summary>Which half of the window.</summary>
    public PlanPhase Phase { get; }

    /// <summary>The step's number; null for a host.</summary>
    public int? Step { get; }

    /// <summary>What it was done to, as in "VM 'gpu-01'".</summary>
    public string Target { get; }

    /// <summary>What was done, as in "Suspend".</summary>
    public string Action { get; }

    /// <summary>Done or Failed.</summary>
    public PlanEvent Event { get; }

    /// <summary>When it ended, in UTC.</summary>
    public DateTime Time { get; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; }

    /// <summary>What became of what, as in "VM 'gpu-01': Suspend: Done".</summary>
    public override string ToString() => $"{Target}: {Action}: {Event}";
}
