using PassthroughTools.Backends;
using PassthroughTools.Backends.Rehearsal;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Planning;
using PassthroughTools.Planning.Execution;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Planning.Execution;

/// <summary>Plans carried out, gone on with, and restored.</summary>
public sealed class PlanRunTests : IDisposable
{
    private readonly RehearsalBackend backend = new("lab.json", WindowLab.State);
    private readonly PlanJournal journal = new();
    private readonly MaintenancePlan plan = WindowLab.Plan(WindowLab.State);

    public void Dispose()
    {
        backend.Dispose();
        journal.Dispose();
    }

    [Fact]
    public async Task A_window_frees_the_host_and_brings_all_back()
    {
        (await RunAsync(PlanPhase.Evacuate)).ShouldBeEmpty();
        var freed = await backend.ReadAsync(default);
        WindowLab.Places(freed).ShouldBe("""
            live-0 PoweredOn on esx3 with 
            live-1 PoweredOn on esx3 with 
            live-2 PoweredOn on esx2 with 
            live-3 PoweredOn on esx3 with 
            flex-0 PoweredOn on esx2 with 0002:10:00.0
            flex-1 Suspended on esx1 with 0001:11:00.0
            dyn-0 PoweredOn on esx2 with 0002:20:00.0
            fixed-0 PoweredOff on esx1 with 0001:30:00.0
            off-0 PoweredOff on esx2 with 
            sleeping-0 Suspended on esx1 with 
            """.ReplaceLineEndings("\n"));
        freed.HostNamed("esx1").ConnectionState.ShouldBe(VMHostState.Maintenance);
        Status().ShouldBe((PlanState.Evacuated, 9, 0));

        (await RunAsync(PlanPhase.Restore)).ShouldBeEmpty();
        var back = await backend.ReadAsync(default);
        WindowLab.Places(back).ShouldBe(WindowLab.Places(WindowLab.State));
        back.HostNamed("esx1").ConnectionState.ShouldBe(VMHostState.Connected);
        Status().ShouldBe((PlanState.Restored, 9, 0));
        (await RunAsync(PlanPhase.Restore)).ShouldBeEmpty();
        (await backend.ReadAsync(default)).Revision.ShouldBe(back.Revision, "nothing was left to do");
        (await RefusedAsync(PlanPhase.Evacuate)).Id.ShouldBe(ErrorId.PlanEnded);
    }

    [Fact]
    public async Task Live_moves_come_first_and_what_stays_down_goes_down_last()
    {
        var run = await BeginAsync(PlanPhase.Evacuate);
        var stages = run.Left.Select(static task => task.Stage).ToList();
        stages.ShouldBe(stages.Order());
        run.Left.Where(static task => task.Step is not null).Select(static task => task.Step!.Action).ShouldBe(
            [PlanAction.VMotion, PlanAction.VMotion, PlanAction.VMotion, PlanAction.VMotion, PlanAction.VMotion,
                PlanAction.ColdMove, PlanAction.Suspend, PlanAction.PowerCycle, PlanAction.PowerOff]);
        run.Left[^1].Host!.Name.ShouldBe("esx1");
    }

    [Fact]
    public async Task What_is_down_or_suspended_comes_back_first()
    {
        await RunAsync(PlanPhase.Evacuate);
        var run = await BeginAsync(PlanPhase.Restore);
        run.Left[0].Host!.Name.ShouldBe("esx1");
        run.Left.Skip(1).Take(3).Select(static task => task.Step!.Action)
            .ShouldBe([PlanAction.PowerOff, PlanAction.Suspend, PlanAction.PowerCycle]);
        run.Left.Select(static task => task.Stage).ShouldBe(run.Left.Select(static task => task.Stage).Order());
    }

    [Fact]
    public async Task What_is_interrupted_between_any_two_operations_goes_on_there()
    {
        // Each run is stopped after one more operation than the one before, until one comes through.
        for (int limit = 1; ; limit++)
        {
            using var stopping = new StoppingBackend(backend, operations: 1);
            try
            {
                await RunAsync(PlanPhase.Evacuate, stopping);
                limit.ShouldBe(13,
                    "one operation each: nine steps, of which one has three, the host, and the run that finds nothing left");
                break;
            }
            catch (OperationCanceledException)
            {
                limit.ShouldBeLessThan(20);
            }
        }

        var events = await backend.ReadEventsAsync(WindowLab.State.Revision, default);
        events.Count.ShouldBe(12);
        events.Select(static one => (one.Operation, one.Target)).ShouldBeUnique();
    }

    [Fact]
    public async Task A_plan_that_was_interrupted_at_its_host_says_so()
    {
        for (int run = 0; !journal.Entries.Any(static entry => entry.VMHostId is not null); run++)
        {
            run.ShouldBeLessThan(40);
            using var stopping = new StoppingBackend(backend, operations: 1);
            await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(PlanPhase.Evacuate, stopping));
        }

        var status = new PlanStatus(plan, "plan.json", journal.Entries);
        (status.State, status.IsInterrupted, status.Left, string.Join("|", status.Begun)).ShouldBe(
            (PlanState.Evacuating, true, 0, "Host 'esx1': Enter maintenance mode"));
        Begun(WindowLab.State).ShouldBe("Host 'esx1': Enter maintenance mode; the host is not in maintenance mode");
        Begun(await backend.ReadAsync(default)).ShouldBe("Host 'esx1': Enter maintenance mode; the host is in maintenance mode");
        (await RunAsync(PlanPhase.Evacuate)).ShouldBeEmpty();
        Begun(await backend.ReadAsync(default)).ShouldBeEmpty();

        string Begun(InventoryState state) =>
            string.Join("|", new PlanStatus(plan, "plan.json", journal.Entries, state: state).Begun);
    }

    [Fact]
    public async Task A_plan_that_was_interrupted_says_which_step_is_half_done_and_where_its_machine_is()
    {
        Status(false).ShouldBe((false, ""));

        // Stopped after the power-off and the move of dyn-0, which is the last of those that are not powered off for good.
        for (int run = 0; !journal.Entries.Any(
            entry => entry.Step is not null && entry.Event == PlanEvent.Started && IsDyn(entry)); run++)
        {
            run.ShouldBeLessThan(20);
            using var stopping = new StoppingBackend(backend, operations: 1);
            await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(PlanPhase.Evacuate, stopping));
        }

        const string Begun = "Step 8, VM 'dyn-0': Power off, move to host 'esx2' and power on";
        Status(false).ShouldBe((true, Begun));
        Status(true, await backend.ReadAsync(default)).ShouldBe((false, $"{Begun}; the VM is powered off on host 'esx1'"));
        using (var stopping = new StoppingBackend(backend, operations: 1))
            await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(PlanPhase.Evacuate, stopping));
        Status(false, await backend.ReadAsync(default)).ShouldBe((true, $"{Begun}; the VM is powered off on host 'esx2'"));
        (await RunAsync(PlanPhase.Evacuate)).ShouldBeEmpty();
        Status(false, await backend.ReadAsync(default)).ShouldBe((false, ""));

        bool IsDyn(PlanEntry entry) => plan.Steps.First(step => step.Number == entry.Step).VMName == "dyn-0";

        (bool, string) Status(bool isRunning, InventoryState? state = null)
        {
            var status = new PlanStatus(plan, "plan.json", journal.Entries, isRunning, state);
            status.IsRunning.ShouldBe(isRunning);
            return (status.IsInterrupted, string.Join("|", status.Begun));
        }
    }

    [Fact]
    public async Task A_plan_of_which_steps_have_failed_was_not_interrupted()
    {
        await backend.ExecuteAsync(new SuspendVM { VMId = WindowLab.State.VMNamed("live-1").Id }, "somebody@else", default);
        (await RunAsync(PlanPhase.Evacuate)).ShouldNotBeEmpty();
        new PlanStatus(plan, "plan.json", journal.Entries).IsInterrupted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_machine_that_is_not_as_planned_is_left_alone_and_its_host_stays_in_service()
    {
        var vm = WindowLab.State.VMNamed("live-1");
        await backend.ExecuteAsync(new SuspendVM { VMId = vm.Id }, "somebody@else", default);
        var failed = await RunAsync(PlanPhase.Evacuate);
        failed.Select(static entry => entry.ErrorId).ShouldBe([ErrorId.ConcurrentChange, ErrorId.VMHostInUse]);
        failed[0].Message!.ShouldContain("'live-1' is suspended on host 'esx1'");
        failed[0].Message!.ShouldContain("was powered on on host 'esx1'");
        (await backend.ReadAsync(default)).HostNamed("esx1").ConnectionState.ShouldBe(VMHostState.Connected);
        Status().ShouldBe((PlanState.Evacuating, 8, 1));

        // Brought back to where it was, the plan goes on with it, and with the host.
        await backend.ExecuteAsync(new PowerOnVM { VMId = vm.Id }, "somebody@else", default);
        (await RunAsync(PlanPhase.Evacuate)).ShouldBeEmpty();
        Status().ShouldBe((PlanState.Evacuated, 9, 0));
    }

    [Fact]
    public async Task A_step_that_was_refused_half_way_is_tried_again_and_restored_from_where_it_is()
    {
        // dyn-0 is off and moved when its device is taken by another.
        using var thief = new ThievingBackend(backend);
        var failed = await RunAsync(PlanPhase.Evacuate, thief);
        failed.Select(static entry => entry.ErrorId).ShouldBe([ErrorId.DeviceNotAvailable, ErrorId.VMHostInUse]);
        (await RunAsync(PlanPhase.Restore)).ShouldBeEmpty();
        WindowLab.Places(await backend.ReadAsync(default)).ShouldStartWith(WindowLab.Places(WindowLab.State));
    }

    [Fact]
    public async Task A_host_that_was_in_maintenance_mode_before_stays_so()
    {
        var state = WindowLab.State.With(
            new State.HostPut(WindowLab.State.HostNamed("esx1") with { ConnectionState = VMHostState.Maintenance }));
        using var other = new RehearsalBackend("lab.json", state);
        (await RunAsync(PlanPhase.Evacuate, other)).ShouldBeEmpty();
        var run = await PlanRun.BeginAsync(other, "anna@here", plan, journal, PlanPhase.Restore, default);
        run.Left.ShouldAllBe(static task => task.Host == null);
    }

    [Fact]
    public async Task A_plan_with_a_blocked_step_is_not_begun()
    {
        var blocked =
            plan with { Steps =
                [.. plan.Steps.Select(static step => step.VMName == "fixed-0"
                    ? step with { Action = PlanAction.Blocked, Reason = "it may not be powered off" }
                    : step)] };
        var refusal = await Should.ThrowAsync<PassthroughException>(
            () => PlanRun.BeginAsync(backend, "anna@here", blocked, journal, PlanPhase.Evacuate, default));
        refusal.Id.ShouldBe(ErrorId.PlanNotFeasible);
        refusal.Message.ShouldContain("'fixed-0': it may not be powered off");
    }

    /// <summary>As many as it says are begun, so that its progress ends where it does.</summary>
    [Fact]
    public async Task A_step_tells_of_each_of_its_operations()
    {
        var run = await BeginAsync(PlanPhase.Evacuate);
        foreach (var task in run.Left)
        {
            var begun = new List<IRunningOperation>();
            await run.RunAsync(task, begun.Add, default);
            (task.Target, begun.Count).ShouldBe((task.Target, task.Operations));
        }
    }

    /// <summary>
    /// A server that goes on by itself, while whoever waited is gone: the next run waits for what was begun, and begins no other.
    /// </summary>
    [Fact]
    public async Task An_operation_that_still_runs_is_waited_for()
    {
        using var slow = new SlowBackend(backend);
        var run = await PlanRun.BeginAsync(slow, "anna@here", plan, journal, PlanPhase.Evacuate, default);
        var task = run.Left.First(static one => one.Step?.Action == PlanAction.PowerCycle);
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => run.RunAsync(task, _ => stop.Cancel(), stop.Token));
        (journal.Entries[^1].Event, journal.Entries[^1].Operation).ShouldBe((PlanEvent.Running, "task-1"));

        var next = await PlanRun.BeginAsync(slow, "anna@here", plan, journal, PlanPhase.Evacuate, default);
        var begun = new List<IRunningOperation>();
        var entry = await next.RunAsync(next.Left.First(one => one.Step == task.Step), operation =>
        {
            begun.Add(operation);
            slow.Finish();
        }, default);

        (entry.Event, string.Join(' ', begun.Select(static operation => operation.Id)), slow.Begun).ShouldBe(
            (PlanEvent.Done, "task-1 task-2 task-3", 3));
        journal.Attempts(PlanPhase.Evacuate, task.Step!.Number).ShouldBe(1);
    }

    private Task<PlanRun> BeginAsync(PlanPhase phase) => PlanRun.BeginAsync(backend, "anna@here", plan, journal, phase, default);

    private async Task<PassthroughException> RefusedAsync(PlanPhase phase) =>
        await Should.ThrowAsync<PassthroughException>(() => BeginAsync(phase));

    /// <summary>Carries all out, one after the other; gives what has failed.</summary>
    private async Task<List<PlanEntry>> RunAsync(PlanPhase phase, JournalBackend? on = null)
    {
        var run = await PlanRun.BeginAsync(on ?? backend, "anna@here", plan, journal, phase, default);
        var failed = new List<PlanEntry>();
        foreach (var task in run.Left)
        {
            var entry = await run.RunAsync(task, null, CancellationToken.None);
            if (entry.Event == PlanEvent.Failed) failed.Add(entry);
        }

        return failed;
    }

    private (PlanState State, int Done, int Failed) Status()
    {
        var status = new PlanStatus(plan, "plan.json", journal.Entries);
        return (status.State, status.Done, status.Failed);
    }
}
