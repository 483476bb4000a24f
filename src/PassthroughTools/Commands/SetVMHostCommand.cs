using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Sessions;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>Puts hosts into maintenance mode, or back into service.</summary>
/// <remarks>
///   <para>In maintenance mode nothing runs on a host; suspended machines may stay. With -Evacuate the running machines are moved
///   to other hosts of its cluster first, each with a free device for every one that it has, and the stopped ones without Fixed
///   devices are registered there. Where one of the running machines cannot move, nothing is done, and the error says which and
///   why; what each machine needs then is what New-PassthroughMaintenancePlan tells.</para>
/// </remarks>
/// <example>
///   <para>Evacuates a host, and brings it back.</para>
///   <code>
///   Set-VMHost esxi03.domain.com -State Maintenance -Evacuate
///   Set-VMHost esxi03.domain.com -State Connected
///   </code>
/// </example>
/// <example>
///   <para>Brings back all hosts that are in maintenance mode.</para>
///   <code>Get-VMHost | Where-Object InMaintenanceMode | Set-VMHost -State Connected</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "VMHost", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(VMHost), typeof(PassthroughTask))]
public sealed class SetVMHostCommand : TaskCmdlet
{
    /// <summary>The hosts, by object or name.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    [Takes(typeof(VMHostReference))]
    public VMHostReference[] VMHost { get; set; } = [];

    /// <summary>Maintenance or Connected.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [Takes(typeof(VMHostState), IsOne = true)]
    public VMHostState State { get; set; }

    /// <summary>Moves what runs on the hosts to others of their cluster first, and registers what is stopped there.</summary>
    [Parameter]
    public SwitchParameter Evacuate { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var host in Finder.All(VMHost))
        {
            if (HostRequirements.InService(host.ReadFrom, host.Record) is { Verdict: Verdict.Unknown } unknown)
                Warn(unknown.Refusal().Message, host);
            var operation = new SetHostState { VMHostId = host.Id, State = State, Evacuate = Evacuate };
            var change = new ChangeList().Add<VMHostState>("state", host.ConnectionState, State).After("Change");
            Carry(host, operation, Evacuate ? $"{change}{Evacuated(host, operation)}" : change);
        }
    }

    /// <summary>The machines that go elsewhere, and where to; the word alone where the evacuation would be refused.</summary>
    private static string Evacuated(VMHost host, SetHostState operation)
    {
        var state = Finder.Latest(host);
        List<string> moved = operation.RefusalIn(state) is not null ? [] :
        [
            .. operation.Decide(state).Changes.OfType<VMPut>()
                .Select(put => $"VM '{put.VM.Name}' host '{host.Name}' -> '{state.Host(put.VM.HostId).Name}'"),
        ];
        return moved.Count == 0 ? ", evacuating it" : $", evacuating {string.Join("; ", moved)}";
    }
}
