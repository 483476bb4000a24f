using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Planning.Execution;

/// <summary>A maintenance plan and what became of it.</summary>
public sealed class PlanStatus
{
    /// <summary>Tells how far a plan is.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="path">Its file.</param>
    /// <param name="history">Its journal's entries, oldest first.</param>
    /// <param name="isRunning">Whether a session carries it out now.</param>
    /// <param name="state">The inventory that it is for; null where that is not known.</param>
    public PlanStatus(
        MaintenancePlan plan, string path, IReadOnlyList<PlanEntry> history, bool isRunning = false, InventoryState? state = null)
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
        IsRunning = isRunning;
        IsInterrupted = !isRunning && (State is PlanState.Evacuating or PlanState.Restoring)
            && (steps.Exists(step => IsOpen(journal.Last(phase, step.Number), journal.IsLeft(phase, step)))
                || (Left == 0 && plan.Hosts.Any(host => IsOpen(journal.Last(phase, host.Id), journal.IsLeft(phase, host)))));
        Begun =
        [
            .. steps.Where(step => journal.Last(phase, step.Number)?.Event is PlanEvent.Started or PlanEvent.Running)
                .Select(step => Words(phase, step, state)),
            .. plan.Hosts.Where(host => journal.Last(phase, host.Id)?.Event is PlanEvent.Started or PlanEvent.Running)
                .Select(host => Words(phase, host, state)),
        ];
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

    /// <summary>Whether a session carries it out now; of a rehearsal false.</summary>
    public bool IsRunning { get; }

    /// <summary>
    /// Whether it was interrupted, by Ctrl+C or with its process: it was begun, no session carries it out, and steps are left
    /// that have not failed. Carried out again it goes on there.
    /// </summary>
    public bool IsInterrupted { get; }

    /// <summary>
    /// The steps that were begun and have not ended, and where their machines are now, and likewise hosts that were to enter or
    /// leave maintenance mode; what is there now only where the plan's server is connected.
    /// </summary>
    public TextList<string> Begun { get; }

    /// <summary>The entries of its journal, oldest first.</summary>
    public TextList<PlanEntry> History { get; }

    /// <summary>The id.</summary>
    public override string ToString() => Plan?.Id ?? nameof(PlanStatus);

    private static bool IsOpen(PlanEntry? last, bool isLeft) => isLeft && last?.Event != PlanEvent.Failed;

    private static string Words(PlanPhase phase, PlanStep step, InventoryState? state)
    {
        var begun = FormattableString.Invariant($"Step {step.Number}, VM '{step.VMName}': {PlanWords.Of(phase, step)}");
        return state is null ? begun
            : state.VMs.Find(step.VMId) is not { } vm ? $"{begun}; the VM does not exist any more"
            : $"{begun}; the VM is {VMRequirements.Word(vm.PowerState)} on host '{state.Hosts.Find(vm.HostId)?.Name}'";
    }

    private static string Words(PlanPhase phase, PlannedHost host, InventoryState? state)
    {
        var begun = $"Host '{host.Name}': {PlanWords.Of(phase)}";
        return state is null ? begun
            : state.Hosts.Find(host.Id)?.ConnectionState switch
            {
                null => $"{begun}; the host does not exist any more",
                VMHostState.Maintenance => $"{begun}; the host is in maintenance mode",
                VMHostState.Connected => $"{begun}; the host is not in maintenance mode",
                var other => $"{begun}; the host is {other}",
            };
    }

    private static PlanState StateOf(MaintenancePlan plan, PlanJournal journal)
    {
        if (journal.Entries.Count == 0) return PlanState.New;
        if (journal.Entries.Any(static entry => entry.Phase == PlanPhase.Restore))
            return IsLeft(PlanPhase.Restore) ? PlanState.Restoring : PlanState.Restored;
        return IsLeft(PlanPhase.Evacuate) ? PlanState.Evacuating : PlanState.Evacuated;

        bool IsLeft(PlanPhase phase) =>
            plan.Steps.Any(step => journal.IsLeft(phase, step)) || plan.Hosts.Any(host => journal.IsLeft(phase, host));
    }
}
