using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Planning;
using PassthroughTools.Planning.Execution;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Shows how far maintenance plans are, and what became of their steps.</summary>
/// <remarks>
///   <para>Without a plan it lists those that were carried out without a path of their own, of this user on this machine. History
///   has the entries of a plan's journal; what a rehearsal has carried out is known as long as the rehearsal is connected.</para>
///   <para>A plan that was interrupted, by Ctrl+C or with its process, says so (IsInterrupted). Begun has the steps that were
///   begun and have not ended, and, where the plan's server is connected, where their machines are; a host that was to enter or
///   leave maintenance mode is told there too. Invoke-PassthroughMaintenancePlan goes on there.</para>
/// </remarks>
/// <example>
///   <para>Shows how far a plan in a file is, and what has failed.</para>
///   <code>
///   $null = New-PassthroughMaintenancePlan esxi03.domain.com -Path ./window.json
///   Get-PassthroughMaintenancePlan ./window.json
///   (Get-PassthroughMaintenancePlan ./window.json).History | Where-Object Event -eq Failed
///   </code>
/// </example>
/// <example>
///   <para>Says what is left of plans that were interrupted; without -WhatIf they go on.</para>
///   <code>Get-PassthroughMaintenancePlan | Where-Object IsInterrupted | Invoke-PassthroughMaintenancePlan -WhatIf</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "PassthroughMaintenancePlan")]
[OutputType(typeof(PlanStatus))]
public sealed class GetPassthroughMaintenancePlanCommand : ServerCmdlet
{
    /// <summary>The plans, by object, path or id.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(PlanReference))]
    public PlanReference[]? Plan { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Plan is not null)
        {
            foreach (var reference in Plan) Attempt(() => Write(reference.Resolve(FileSystemPath), isGiven: true));
            return;
        }

        Attempt(() =>
        {
            foreach (var path in MaintenancePlanFile.DefaultPaths().ToList())
                Attempt(() => Write(MaintenancePlanFile.Read(path), isGiven: false));
        });
    }

    /// <summary>Writes a plan's status; with -Server only where the plan is for one of the servers.</summary>
    private void Write(MaintenancePlan plan, bool isGiven)
    {
        if (Server is null || Servers.Any(server => server.IsTarget(plan.Target, FileSystemPath)))
            WriteObject(StatusOf(plan));
        else if (isGiven) throw OfAnotherServer(plan);
    }

    private PlanStatus StatusOf(MaintenancePlan plan)
    {
        var path = MaintenancePlanFile.PathOf(plan);
        var rehearsal = SessionTable.Current.Servers.FirstOrDefault(
            server => server.IsRehearsal && server.PlanJournals.ContainsKey(plan.Id));
        if (rehearsal is not null)
            return new PlanStatus(plan, path, rehearsal.PlanJournals[plan.Id].Entries, state: Finder.StateOf(rehearsal));
        var journal = FilePlanJournal.PathFor(path);
        var server = SessionTable.Current.Servers.FirstOrDefault(
            server => !server.IsRehearsal && server.IsTarget(plan.Target, FileSystemPath));
        var status = new PlanStatus(plan, path, FilePlanJournal.Read(journal), FilePlanJournal.IsHeld(journal));
        return status.Begun.Count > 0 && server is not null && Finder.StateOf(server) is { } state
            ? new PlanStatus(plan, path, status.History, status.IsRunning, state)
            : status;
    }
}
