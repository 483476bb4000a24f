using PassthroughTools.Backends;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Planning.Execution;

/// <summary>
/// Carries one half of a plan out: the machines, then the hosts; to restore the reverse. What was done is in the journal, and
/// what was interrupted goes on where it is, so that no step is done twice.
/// </summary>
public sealed class PlanRun
{
    private readonly IInventoryBackend backend;
    private readonly string actor;
    private readonly MaintenancePlan plan;
    private readonly PlanJournal journal;
    private readonly PlanPhase phase;
    private readonly InventoryState seen;

    private PlanRun(
        IInventoryBackend backend, string actor, MaintenancePlan plan, PlanJournal journal, PlanPhase phase, InventoryState seen)
    {
        this.backend = backend;
        this.seen = seen;
        this.actor = actor;
        this.plan = plan;
        this.journal = journal;
        this.phase = phase;
    }

    /// <summary>What is left to do, in order.</summary>
    public IReadOnlyList<PlanTask> Left { get; private set; } = [];

    /// <summary>Finds what is left of a plan.</summary>
    /// <param name="backend">Where it is carried out.</param>
    /// <param name="actor">On whose behalf, as user@machine.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="journal">What became of its steps so far.</param>
    /// <param name="phase">Which half of it.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="PassthroughException">PlanNotFeasible: a step is blocked; PlanEnded: it was restored, or its restoring
    /// was begun.</exception>
    public static async Task<PlanRun> BeginAsync(
        IInventoryBackend backend, string actor, MaintenancePlan plan, PlanJournal journal, PlanPhase phase,
        CancellationToken cancellationToken)
    {
        if (phase == PlanPhase.Evacuate && !plan.IsFeasible) throw NotFeasible(plan);
        if (phase == PlanPhase.Evacuate && journal.Entries.Any(static entry => entry.Phase == PlanPhase.Restore))
            throw new PassthroughException(ErrorId.PlanEnded,
                "The plan was restored already, or its restoring was begun. Finish that with -Restore, and make a new plan for "
                + "a new window: New-PassthroughMaintenancePlan", plan);
        var state = await backend.ReadAsync(cancellationToken).ConfigureAwait(false);
        var run = new PlanRun(backend, actor, plan, journal, phase, state);
        run.Left = phase == PlanPhase.Evacuate
            ? [.. run.Machines(), .. run.Hosts(int.MaxValue)]
            : [.. run.Hosts(int.MinValue), .. run.Machines()];
        return run;
    }

    /// <summary>Carries a task out and tells in the journal what became of it.</summary>
    /// <param name="task">One of those that are left.</param>
    /// <param name="begun">Told of each of its operations as it is begun.</param>
    /// <param name="cancellationToken">Stops it between two operations, or before one; it goes on there the next time.</param>
    /// <returns>What became of it: done, or failed and why.</returns>
    /// <exception cref="PassthroughException">StoreWriteFailed: the journal cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<PlanEntry> RunAsync(PlanTask task, Action<IRunningOperation>? begun, CancellationToken cancellationToken)
    {
        var entry = new PlanEntry { Time = DateTime.UtcNow, Phase = phase, Step = task.Step?.Number, VMHostId = task.Host?.Id,
            Event = PlanEvent.Started, Actor = actor };
        try
        {
            if (task.Step is { } step) await RunAsync(entry, step, begun, cancellationToken).ConfigureAwait(false);
            else await RunAsync(entry, task.Host!, begun, cancellationToken).ConfigureAwait(false);
            entry = entry with { Event = PlanEvent.Done };
        }
        catch (PassthroughException refusal) when (refusal.Id != ErrorId.StoreWriteFailed)
        {
            entry = entry with { Event = PlanEvent.Failed, ErrorId = refusal.Id, Message = refusal.Message };
        }

        entry = entry with { Time = DateTime.UtcNow };
        journal.Add(entry);
        return entry;
    }

    /// <summary>
    /// Why a step would be refused since its machine is not where the plan has it; null of others, and of a host.
    /// </summary>
    public PassthroughException? RefusalOf(PlanTask task)
    {
        if (task.Step is not { } step) return null;
        try
        {
            var vm = Machine(seen, step);
            if (IsToBeAsPlanned(step)) EnforceAsPlanned(seen, step, vm);
            return StepCourse.TryNext(phase, step, vm, [], out _) ? null : Strayed(seen, step, vm);
        }
        catch (PassthroughException refusal)
        {
            return refusal;
        }
    }

    /// <summary>Whether nothing of a step was begun yet, so that its machine is where it was when the plan was made.</summary>
    private bool IsToBeAsPlanned(PlanStep step) => phase == PlanPhase.Evacuate && journal.Attempts(phase, step.Number) == 0;

    /// <summary>What there is to do with the machines.</summary>
    private IEnumerable<PlanTask> Machines() => plan.Steps
        .Where(step => journal.IsLeft(phase, step))
        .Select(step => new PlanTask
        {
            Step = step,
            Stage = StageOf(step.Action),
            Target = $"VM '{step.VMName}'",
            Action = PlanWords.Of(phase, step),
            Operations = step.Action == PlanAction.PowerCycle ? 3 : 1,
        })
        .OrderBy(static task => task.Stage);

    private IEnumerable<PlanTask> Hosts(int stage) => plan.Hosts
        .Where(host => journal.IsLeft(phase, host))
        .Select(host => new PlanTask
        {
            Host = host,
            Stage = stage,
            Target = $"Host '{host.Name}'",
            Action = PlanWords.Of(phase),
            Operations = 1,
        });

    /// <summary>
    /// To evacuate, live moves and cold moves first, and what stays down goes down last; to restore, what is down or suspended
    /// comes back first, then what runs elsewhere.
    /// </summary>
    private int StageOf(PlanAction action) => (action, phase) switch
    {
        (PlanAction.PowerOff, PlanPhase.Restore) => 0,
        (PlanAction.Suspend, PlanPhase.Restore) => 1,
        (PlanAction.ColdMove or PlanAction.VMotion, PlanPhase.Evacuate) => 1,
        (PlanAction.Suspend, _) => 2,
        (PlanAction.PowerCycle, _) => 3,
        _ => 4,
    };

    private async Task RunAsync(PlanEntry entry, PlanStep step, Action<IRunningOperation>? begun,
        CancellationToken cancellationToken)
    {
        var state = await backend.ReadAsync(cancellationToken).ConfigureAwait(false);
        var vm = Machine(state, step);
        bool isNew = journal.Last(phase, step.Number)?.Event is not (PlanEvent.Started or PlanEvent.Running);
        if (isNew)
        {
            if (IsToBeAsPlanned(step)) EnforceAsPlanned(state, step, vm);
            journal.Add(entry with { Held = phase == PlanPhase.Evacuate ? [.. HeldBy(vm)] : [] });
        }

        int attempt = journal.Attempts(phase, step.Number);
        var held = phase == PlanPhase.Restore ? journal.HeldBefore(step.Number) : [];
        var going = journal.Last(phase, step.Number)?.Operation;
        while (true)
        {
            var (place, power) = (vm.HostId, vm.PowerState);
            var running = going is null ? null : await backend.AttachAsync(going, cancellationToken).ConfigureAwait(false);
            bool isBegunHere = running is null;
            going = null;
            if (running is null)
            {
                if (!StepCourse.TryNext(phase, step, vm, held, out var operation)) throw Strayed(state, step, vm);
                if (operation is null) return;
                var request = new OperationRequest(operation,
                    actor) { Key = FormattableString.Invariant($"{plan.Id}/{phase}/{step.Number}/{attempt}/{operation.Name}") };
                running = await backend.BeginAsync(request, cancellationToken).ConfigureAwait(false);
                if (running.Id != request.Key) journal.Add(entry with { Event = PlanEvent.Running, Operation = running.Id });
            }

            begun?.Invoke(running);
            state = (await running.Ended.ConfigureAwait(false)).State;
            vm = Machine(state, step);

            // What was begun earlier may have ended before the machine was looked at.
            if (isBegunHere && vm.HostId == place && vm.PowerState == power) throw Strayed(state, step, vm);
        }
    }

    private async Task RunAsync(PlanEntry entry, PlannedHost host, Action<IRunningOperation>? begun,
        CancellationToken cancellationToken)
    {
        if (phase == PlanPhase.Evacuate
            && plan.Steps.FirstOrDefault(step => step.VMHostId == host.Id && journal.IsLeft(phase, step)) is { } left)
        {
            throw new PassthroughException(
                ErrorId.VMHostInUse,
                $"Host '{host.Name}' is not free yet: step {left.Number} (VM '{left.VMName}') is not done. Mend what the step "
                + "says, then carry the plan out again: it goes on there.", host);
        }

        var state = await backend.ReadAsync(cancellationToken).ConfigureAwait(false);
        var operation = HostOperation(host);
        if (state.Hosts.Find(host.Id)?.ConnectionState == operation.State) return;
        if (journal.Last(phase, host.Id)?.Event != PlanEvent.Started) journal.Add(entry);
        var running = await backend.BeginAsync(new OperationRequest(operation, actor), cancellationToken).ConfigureAwait(false);
        begun?.Invoke(running);
        await running.Ended.ConfigureAwait(false);
    }

    private SetHostState HostOperation(PlannedHost host) =>
        new() { VMHostId = host.Id, State = phase == PlanPhase.Evacuate ? VMHostState.Maintenance : VMHostState.Connected };

    private static IEnumerable<PciAddress> HeldBy(VMRecord vm) =>
        vm.Devices.Where(static device => device is { Device: not null, Technology: not DirectPathTechnology.Fixed })
            .Select(static device => device.Device!.Value.Address);

    private static VMRecord Machine(InventoryState state, PlanStep step) => state.VMs.Find(step.VMId)
        ?? throw new PassthroughException(ErrorId.VMNotFound,
            $"VM '{step.VMName}' of step {step.Number} does not exist any more. Make a new plan: New-PassthroughMaintenancePlan",
            step.VMId);

    private static void EnforceAsPlanned(InventoryState state, PlanStep step, VMRecord vm)
    {
        if (vm.PowerState == step.PowerState && vm.HostId == step.VMHostId) return;
        throw Strayed(state, step, vm);
    }

    private static PassthroughException NotFeasible(MaintenancePlan plan)
    {
        var blocked = plan.Steps.Where(static step => step.Action == PlanAction.Blocked).ToList();
        var others = blocked.Count == 1
            ? ""
            : $" Blocked "
                + $"too: {string.Join(", ", blocked.Skip(1).Take(8).Select(static step => $"'{step.VMName}'"))}{(blocked.Count > 9 ? ", ..." : "")}.";
        return new PassthroughException(
            ErrorId.PlanNotFeasible,
            $"The plan does not free its hosts, so that none of it is carried out. VM "
            + $"'{blocked[0].VMName}': {blocked[0].Reason}.{others} Mend that, or allow more, and make a new plan: "
            + "New-PassthroughMaintenancePlan", plan);
    }

    private static PassthroughException Strayed(InventoryState state, PlanStep step, VMRecord vm) => new(
        ErrorId.ConcurrentChange,
        $"VM '{vm.Name}' is {VMRequirements.Word(vm.PowerState)} on host '{state.Host(vm.HostId).Name}', which is not as "
        + $"planned in step {step.Number} (it was {VMRequirements.Word(step.PowerState)} on host '{step.VMHostName}'): somebody "
        + "has changed it since. "
        + "See Get-PassthroughEvent for who; bring it back to where it was and carry the plan out again, or make a new plan: "
        + "New-PassthroughMaintenancePlan",
        state.View(vm));
}
