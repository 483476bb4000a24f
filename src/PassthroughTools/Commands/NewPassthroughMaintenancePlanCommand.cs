using System.Collections;
using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Planning;
using PassthroughTools.Planning.Execution;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Plans what is to be done with each virtual machine of some hosts, so that these can go under maintenance.</summary>
/// <remarks>
///   <para>One plan for all hosts together. Each machine is moved while it runs (VMotion) where its devices allow that and
///   another host of the cluster has free devices for it; else it is suspended where its devices allow that; else it is powered
///   off and started on another host (PowerCycle), or powered off and left where it is (PowerOff). As few machines as possible
///   stay down, then as few as possible are power cycled, then suspended. No device is counted on twice, and hosts of the plan
///   take no machines. What cannot be freed is Blocked, and the step says why; IsFeasible is false then. A machine that is
///   powered off is registered on another host where it can go (ColdMove); one that is suspended stays.</para>
///   <para>Planning changes nothing. The plan holds what is true now: carry it out with Invoke-PassthroughMaintenancePlan, which
///   also puts the hosts into maintenance mode and brings all back with -Restore.</para>
///   <para>What no source says counts as not possible. Where you know better, move the machine before: Move-VM -Force.</para>
/// </remarks>
/// <example>
///   <para>Shows what a maintenance window of two hosts would cost.</para>
///   <code>New-PassthroughMaintenancePlan esxi01.domain.com, esxi02.domain.com</code>
/// </example>
/// <example>
///   <para>Plans so that the training machines are only suspended and nothing else is powered off, and keeps the plan for
///   review.</para>
///   <code>
///   Get-VMHost esxi0[56]* |
///   New-PassthroughMaintenancePlan -MayPowerOff @() -Override @{ 'train-*' = 'Suspend' } -Path ./window.json
///   </code>
/// </example>
/// <example>
///   <para>Lists what is done with each machine, why, and what it loses.</para>
///   <code>(New-PassthroughMaintenancePlan esxi01*).Steps | Format-List VMName, Action, Reason, Loses</code>
/// </example>
[Cmdlet(VerbsCommon.New, "PassthroughMaintenancePlan", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(MaintenancePlan))]
public sealed class NewPassthroughMaintenancePlanCommand : ServerCmdlet
{
    private readonly List<VMHost> hosts = [];

    /// <summary>The hosts that go under maintenance, all of one server.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    [Takes(typeof(VMHostReference))]
    public VMHostReference[] VMHost { get; set; } = [];

    /// <summary>The virtual machines that may be powered off. Without it all may; an empty array means none.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference), AllowsNone = true)]
    public VMReference[]? MayPowerOff { get; set; }

    /// <summary>
    /// What is to be done with some machines, each by itself, its Id, its name or a wildcard: VMotion, Suspend, PowerCycle or
    /// PowerOff with those that run, ColdMove or None with those that are powered off. A wildcard counts last. Powering off needs
    /// MayPowerOff all the same.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? Override { get; set; }

    /// <summary>How many steps are carried out at a time, at most.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>A file to write the plan to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Overwrites a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => hosts.AddRange(Finder.All(VMHost));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (hosts.Count > 0) Attempt(Plan);
    }

    private void Plan()
    {
        // The plan is made from one state, however many operations of this session came between its hosts.
        var server = Finder.ServerOf(hosts[0]);
        if (hosts.Find(host => Finder.ServerOf(host) != server) is { } stranger)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"Host '{stranger.Name}' is of {Words(Finder.ServerOf(stranger))} and host '{hosts[0].Name}' of {Words(server)}; "
                + "a plan is for one server. Make a plan for each.",
                stranger.Name);
        }

        var state = server.Last;
        var ids = new HashSet<string>(hosts.Select(static host => host.Id), StringComparer.Ordinal);
        foreach (var vm in state.Unread.Where(vm => vm.HostId is not null && ids.Contains(vm.HostId)))
        {
            Warn(
                $"VM '{vm.Name}' on host '{state.Hosts.Find(vm.HostId!)!.Name}' cannot be read, and the plan has no step for "
                + "it. Look at it in the "
                + "vSphere Client before the window.", hosts[0]);
        }

        var plan = MaintenancePlanner.Plan(state, ids, new MaintenancePlanOptions
        {
            Target = server.Name,
            MayPowerOff = MayPowerOff is null
                ? null
                : [.. Finder.All(MayPowerOff).Where(vm => vm.ReadFrom.Origin == state.Origin).Select(static vm => vm.Id)],
            Overrides = Override is null ? new Dictionary<string, PlanAction>(StringComparer.Ordinal) : PlanOverrides.Read(
                Override, [.. ids.SelectMany(state.VMsOn).Select(vm => state.View(vm))], hosts.Select(static host => host.Name)),
            ThrottleLimit = ThrottleLimit,
        });
        var kept = Path is null ? plan : Kept(plan, FileSystemPath(Path));
        WriteObject(kept with { Steps = [.. kept.Steps.Select(step => step with { Reason = server.Advise(step.Reason) })] });
    }

    private static string Words(VIServer server) => $"{(server.IsRehearsal ? "the rehearsal of" : "server")} '{server.Name}'";

    private MaintenancePlan Kept(MaintenancePlan plan, string path)
    {
        if (SessionTable.Current.Servers.Any(server => string.Equals(server.Name, path, StringComparison.Ordinal)))
            throw new PassthroughException(ErrorId.NameInUse,
                $"'{path}' is the store of a connected server, and is not overwritten. Choose another path.", Path);
        if (File.Exists(FilePlanJournal.PathFor(path)))
            throw new PassthroughException(ErrorId.NameInUse,
                $"'{path}' has a journal, which goes on from what stands there, and is not overwritten. Choose another path.",
                Path);
        if (File.Exists(path) && !Force)
            throw new PassthroughException(ErrorId.NameInUse,
                $"'{path}' exists. Overwrite it with -Force, or choose another path.", Path);
        if (!ShouldProcess($"File '{path}'", $"Write the maintenance plan of {string.Join(", ", plan.Hosts)}")) return plan;
        MaintenancePlanFile.Write(path, plan);
        return plan with { Path = path };
    }
}
