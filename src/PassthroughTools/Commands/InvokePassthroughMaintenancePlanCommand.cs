using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Planning;
using PassthroughTools.Planning.Execution;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>
/// Carries maintenance plans out: frees the hosts and puts them into maintenance mode; with -Restore brings all back.
/// </summary>
/// <remarks>
///   <para>Each step is asked for; -Confirm:$false carries all out without asking. Steps of one kind run side by side, as many as
///   the plan's ThrottleLimit says; the live moves come first, then what is suspended, then what is powered off. Before a step it
///   is checked that the machine is as planned. A step that fails is an error, and the others go on; a host of which a step has
///   failed does not enter maintenance mode. With -ErrorAction Stop nothing more is begun after a failure.</para>
///   <para>What was done is written into a journal beside the plan before and after each step. Carried out again, after a
///   failure, an interruption or a crash, the plan goes on where it was, and no step is done twice. Ctrl+C says what is
///   half-done, and how to go on. On a rehearsal the journal is kept in memory.</para>
///   <para>-Restore takes the hosts out of maintenance mode and brings the machines back to the hosts and power states of before,
///   those that are down or suspended first. It works on what was done so far, also where the evacuation was not finished.</para>
/// </remarks>
/// <example>
///   <para>Frees a host, restarts it, and brings everything back.</para>
///   <code>
///   $plan = New-PassthroughMaintenancePlan esxi03.domain.com
///   $plan | Invoke-PassthroughMaintenancePlan -Confirm:$false
///   Restart-VMHost esxi03.domain.com -Confirm:$false
///   $plan | Invoke-PassthroughMaintenancePlan -Restore -Confirm:$false
///   </code>
/// </example>
/// <example>
///   <para>Shows what would be done, step by step.</para>
///   <code>New-PassthroughMaintenancePlan esxi0[12]* | Invoke-PassthroughMaintenancePlan -WhatIf</code>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "PassthroughMaintenancePlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PlanOutcome))]
public sealed class InvokePassthroughMaintenancePlanCommand : ServerCmdlet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    /// <summary>The plans, by object, path or id.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(PlanReference))]
    public PlanReference[] Plan { get; set; } = [];

    /// <summary>Brings the machines back to hosts and power states of before.</summary>
    [Parameter]
    public SwitchParameter Restore { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var reference in Plan) Attempt(() => CarryOut(reference.Resolve(FileSystemPath)));
    }

    private void CarryOut(MaintenancePlan plan)
    {
        var server = ServerFor(plan);
        using var journal = JournalOf(plan, server);
        var phase = Restore ? PlanPhase.Restore : PlanPhase.Evacuate;
        var run = Wait.For(() => PlanRun.BeginAsync(server.Handle, server.Actor, plan, journal, phase, StopToken));
        WarnOfInterruption(plan, server, journal);
        if (Restore && journal.Entries.Count == 0)
            WriteWarning($"Plan {plan.Id} was not carried out: there is nothing to restore.");
        using var bar = new ProgressBar(this, $"{(Restore ? "Restore" : "Evacuate")} {string.Join(", ", plan.Hosts)}");
        var work = new RunningSteps(run, bar, this, Wait, StopToken);
        try
        {
            foreach (var task in run.Left)
            {
                if (!ShouldProcess($"{task.Target}{(task.Step is { } step ? $" on host '{step.VMHostName}'" : "")}{Of(server)}",
                    task.Action))
                {
                    if (IsWhatIf && run.RefusalOf(task) is { } refusal) WarnOfRefusal(server.Advise(refusal));
                    work.Skip();
                    continue;
                }

                while (work.MustWaitFor(task, plan.ThrottleLimit)) Report(server, work.Next());
                work.Start(task);
            }

            while (work.Any) Report(server, work.Next());
        }
        finally
        {
            // Stopped by Ctrl+C they end at once; after a failure that is to stop the rest, what was begun is ended.
            work.WaitAll(StopToken.IsCancellationRequested ? Patience : Timeout.InfiniteTimeSpan);
            if (StopToken.IsCancellationRequested) SayInterrupted(plan, server, journal);
        }
    }

    /// <summary>Says of a plan that an earlier run has left in the middle of steps where these are.</summary>
    private void WarnOfInterruption(MaintenancePlan plan, VIServer server, PlanJournal journal)
    {
        var status = new PlanStatus(plan, plan.Path ?? "", journal.Entries, state: server.Last);
        if (status.IsInterrupted && status.Begun.Count > 0)
            WriteWarning($"Plan {plan.Id} was interrupted, and goes on where it was. {string.Join(". ", status.Begun)}.");
    }

    /// <summary>
    /// Says after Ctrl+C what is half-done, and how to see it and to go on. Where the machines are is not known at that moment.
    /// </summary>
    private void SayInterrupted(MaintenancePlan plan, VIServer server, PlanJournal journal)
    {
        var status = new PlanStatus(plan, plan.Path ?? "", journal.Entries);
        if (!status.IsInterrupted) return;
        var begun = status.Begun.Count > 0 ? $" Begun and not ended: {string.Join(". ", status.Begun)}." : "";
        var path = MaintenancePlanFile.PathOf(plan).Quoted();
        var done = FormattableString.Invariant($"{status.Done} of {status.Done + status.Left}");
        WarnWhenStopped(server.Advise($"Plan {plan.Id} is interrupted; steps done: {done}.{begun} "
            + $"See where it is: Get-PassthroughMaintenancePlan {path}. "
            + $"Go on: Invoke-PassthroughMaintenancePlan {path}{(Restore ? " -Restore" : "")}"));
    }

    private void Report(VIServer server, (PlanTask Task, PlanEntry Entry) ended)
    {
        Wait.Tell();
        var entry = ended.Entry with { Message = ended.Entry.Message is { } message ? server.Advise(message) : null };
        WriteObject(new PlanOutcome(ended.Task, entry));
        if (entry is not { Event: PlanEvent.Failed, Message: { } why }) return;
        var (task, id) = (ended.Task, entry.ErrorId ?? ErrorId.ConcurrentChange);
        Refuse(id, $"{task.Target}: {task.Action}: {why}", (object?)task.Step ?? task.Host);
    }

    private VIServer ServerFor(MaintenancePlan plan)
    {
        var fitting = Servers.Where(server => server.IsTarget(plan.Target, FileSystemPath)).ToList();
        return fitting.Count switch
        {
            1 => fitting[0],
            0 when Server is not null => throw OfAnotherServer(plan),
            0 =>
                throw new PassthroughException(ErrorId.NotConnected,
                    $"The plan is for '{plan.Target}', which is not connected. Connect it first: Connect-VIServer "
                    + $"'{plan.Target}'", plan),
            _ =>
                throw new PassthroughException(ErrorId.AmbiguousName,
                    $"'{plan.Target}' is connected, and a rehearsal of it too. Say which one to use, $server being what "
                    + "Connect-VIServer returned: "
                + "Invoke-PassthroughMaintenancePlan -Server $server", plan),
        };
    }

    /// <summary>The plan's journal. Where nothing is to be done it is not touched.</summary>
    private PlanJournal JournalOf(MaintenancePlan plan, VIServer server)
    {
        if (server.IsRehearsal) return server.PlanJournals.GetOrAdd(plan.Id, static _ => new PlanJournal());

        var path = MaintenancePlanFile.PathOf(plan);
        var journalPath = FilePlanJournal.PathFor(path);
        if (IsWhatIf) return new PlanJournal(FilePlanJournal.Read(journalPath));
        if (!File.Exists(path)) MaintenancePlanFile.Write(path, plan);
        Say($"The plan is in '{path}', its journal in '{journalPath}'.");
        return FilePlanJournal.Open(journalPath);
    }
}
