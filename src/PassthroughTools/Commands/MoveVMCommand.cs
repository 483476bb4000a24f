using System.Linq;
using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>Moves virtual machines to another host or datastore: vMotion and Storage vMotion of running ones, a cold move of stopped ones.</summary>
/// <remarks>
///   <para>A running machine moves where its devices allow that: one without passthrough devices, or with Enhanced devices of which
///   the catalog or the host's DVX class says so; the new host must have a free device for each. Where no source says, the move is
///   refused unless -Force is given. A machine with a Fixed device cannot change its host at all.</para>
///   <para>Of a cluster as -Destination another host is taken that takes the machine, those with the fewest machines first.</para>
/// </remarks>
/// <example>
///   <para>Moves a running machine to another host.</para>
///   <code>
///   Start-VM web-01
///   Move-VM web-01 -Destination esxi02.domain.com
///   </code>
/// </example>
/// <example>
///   <para>Shows where the stopped machines of a host would go that have no passthrough device.</para>
///   <code>Get-VM -Location esxi01.domain.com | Where-Object { -not $_.PassthroughDevices } | Move-VM -Destination GPU-Cluster -WhatIf</code>
/// </example>
/// <example>
///   <para>Moves a machine's files to another datastore.</para>
///   <code>Move-VM web-01 -Datastore ssd-02</code>
/// </example>
[Cmdlet(VerbsCommon.Move, "VM", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(VirtualMachine), typeof(PassthroughTask))]
public sealed class MoveVMCommand : TaskCmdlet
{
    private bool isNamePiped;

    /// <summary>The virtual machines, by object or name.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    public VMReference[] VM { get; set; } = [];

    /// <summary>The host to move them to, or a cluster, of which a host that takes them is chosen.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(LocationNameCompleter))]
    public LocationReference? Destination { get; set; }

    /// <summary>The name of the datastore to move their files to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Datastore { get; set; }

    /// <summary>How much vSphere reserves for the move. An inventory that is not vSphere has nothing to reserve: there it says nothing.</summary>
    [Parameter]
    public VMotionPriority VMotionPriority { get; set; }

    /// <summary>Moves a running machine of which no source says whether its devices allow that. It does not override a source that says no.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // A name in the pipeline could be either parameter's and would bind both: it is a machine's unless one is on the command line.
        isNamePiped = !MyInvocation.BoundParameters.ContainsKey(nameof(VM)) && !MyInvocation.BoundParameters.ContainsKey(nameof(Destination));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (isNamePiped) Destination = null;
        if (Destination is null && Datastore is null)
        {
            WriteError(ErrorRecords.Of(new PassthroughException(
                ErrorId.ValueInvalid, $"Nothing says where to move '{VM[0]}'. Give a host or cluster with -Destination, a datastore with -Datastore, or both.", VM[0].Item ?? (object)VM[0].Name!)));
            return;
        }

        foreach (var found in FindMachines(VM))
        {
            Attempt(() =>
            {
                string? hostId = null;
                var words = "";
                if (Destination is not null)
                {
                    if (ChooseHost(found, Destination) is not { } host) return;
                    hostId = host.Id;
                    words = $" to host '{host.Name}'";
                }

                if (Datastore is not null) words += $" to datastore '{Datastore}'";
                if (!ShouldProcess($"VM '{found.Record.Name}'", $"Move{words}")) return;
                Carry(
                    found.Server,
                    new MoveVM { VMId = found.Record.Id, VMHostId = hostId, Datastore = Datastore, Force = Force },
                    found.Record.Name,
                    static done => done.State.View(done.VM(done.TargetId)));
            });
        }
    }

    /// <summary>The host that a destination means for a machine; null where an error has been written.</summary>
    private HostRecord? ChooseHost(Found<VMRecord> vm, LocationReference destination)
    {
        if (!TryFindHosts(destination, out var hosts)) return null;
        var here = hosts.Where(host => host.Server == vm.Server).Select(static host => host.Record).ToList();
        if (here.Count == 1) return here[0];
        PassthroughException? why = null;
        foreach (var host in here.Where(host => host.Id != vm.Record.HostId).OrderBy(host => vm.State.VMsOn(host.Id).Count()))
        {
            try
            {
                new MoveVM { VMId = vm.Record.Id, VMHostId = host.Id, Force = Force }.Decide(vm.State);
                return host;
            }
            catch (PassthroughException refusal)
            {
                why ??= refusal;
            }
        }

        throw why ?? new PassthroughException(
            ErrorId.VMHostNotFound, $"'{destination}' has no host on the server of VM '{vm.Record.Name}'. See what there is: Get-VMHost", destination.ToString());
    }
}
