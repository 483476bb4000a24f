using PassthroughTools.Text;
namespace PassthroughTools.Planning.Execution;

/// <summary>A maintenance plan and what became of it.</summary>
public sealed class PlanStatus
{
    /// <summary>Tells how far a plan is.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="path">Its file.</param>
    /// <param name="history">Its journal's entries, oldest first.</param>
    public PlanStatus(MaintenancePlan plan, string path, IReadOnlyList<PlanEntry> history)
    {
        Plan = plan;
        Path = path;
        History = [.. history];
        var journal = new PlanJournal(history);
        State = StateOf(plan, journal);
        var phase = State is PlanState.Restoring or PlanState.Restored ? PlanPhase.Restore : PlanPhase.Evacuate;
        var steps = plan.Steps.Where(step => journal.IsMeant(phase, step)).ToList();
        Left = steps.Count(step => journal.IsLeft(phase, step));
        Done = steps.Count - Left;
        Failed = steps.Count(step => journal.Last(phase, step.Number)?.Event == PlanEvent.Failed);
    }

    /// <summary>The plan.</summary>
    public MaintenancePlan Plan { get; }

    /// <summary>The plan's id.</summary>
    public string Id => Plan.Id;

    /// <summary>The plan's file.</summary>
    public string Path { get; }

    /// <summary>How far it is.</summary>
    public PlanState State { get; }

    /// <summary>How many of the steps of the phase that it is in are done.</summary>
    public int Done { get; }

    /// <summary>How many of them have failed and are tried again the next time.</summary>
    public int Failed { get; }

    /// <summary>How many of them are not done, failed ones included.</summary>
    public int Left { get; }

    /// <summary>The entries of its journal, oldest first.</summary>
    public TextList<PlanEntry> History { get; }

    /// <summary>The id.</summary>
    public override string ToString() => Plan?.Id ?? nameof(PlanStatus);

    private static PlanState StateOf(MaintenancePlan plan, PlanJournal journal)
    {
        if (journal.Entries.Count == 0) return PlanState.New;
        if (journal.Entries.Any(static entry => entry.Phase == PlanPhase.Restore))
            return IsLeft(PlanPhase.Restore) ? PlanState.Restoring : PlanState.Restored;
        return IsLeft(PlanPhase.Evacuate) ? PlanState.Evacuating : PlanState.Evacuated;

        bool IsLeft(PlanPhase phase) => plan.Steps.Any(step => journal.IsLeft(phase, step)) || plan.Hosts.Any(host => journal.IsLeft(phase, host));
    }
}
