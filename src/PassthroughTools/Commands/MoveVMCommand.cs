using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>
/// Moves virtual machines to another host or datastore: vMotion and Storage vMotion of running ones, a cold move of stopped ones.
/// </summary>
/// <remarks>
///   <para>A running machine moves where its devices allow that: one without passthrough devices, or with Enhanced devices of
///   which the catalog or the host's DVX class says so; the new host must have a free device for each. Where no source says, the
///   move is refused unless -Force is given. A machine with a Fixed device cannot change its host at all.</para>
///   <para>Of a cluster as -Destination another host is taken that takes the machine, those with the fewest machines
///   first.</para>
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
///   <code>
///   Get-VM -Location esxi01.domain.com | Where-Object { -not $_.PassthroughDevices } |
///   Move-VM -Destination GPU-Cluster -WhatIf
///   </code>
/// </example>
/// <example>
///   <para>Moves a machine's files to another datastore.</para>
///   <code>Move-VM web-01 -Datastore ssd-02</code>
/// </example>
[Cmdlet(VerbsCommon.Move, "VM", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(VirtualMachine), typeof(PassthroughTask))]
public sealed class MoveVMCommand : VMCmdlet
{
    private bool isNamePiped;
    private VMHost? host;

    /// <summary>The host to move them to, or a cluster, of which a host that takes them is chosen.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(LocationNameCompleter))]
    [Takes(typeof(LocationReference), IsOne = true)]
    public LocationReference? Destination { get; set; }

    /// <summary>The name of the datastore to move their files to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Datastore { get; set; }

    /// <summary>
    /// How much vSphere reserves for the move. An inventory that is not vSphere has nothing to reserve: there it says nothing.
    /// </summary>
    [Parameter]
    [Takes(typeof(VMotionPriority), IsOne = true)]
    public VMotionPriority VMotionPriority { get; set; }

    /// <summary>
    /// Moves a running machine of which no source says whether its devices allow that. It does not override a source that says
    /// no.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // A name in the pipeline could be either parameter's and would bind both: it is a machine's unless one is on the command
        // line.
        isNamePiped = !MyInvocation.BoundParameters.ContainsKey(nameof(VM))
            && !MyInvocation.BoundParameters.ContainsKey(nameof(Destination));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (isNamePiped) Destination = null;
        if (Destination is null && Datastore is null)
        {
            Refuse(
                ErrorId.ValueInvalid,
                $"Nothing says where to move "
                + $"'{VM[0]}'. Give a host or cluster with -Destination, a datastore with -Datastore, or both.",
                VM[0].Item ?? (object)VM[0].ToString());
            return;
        }

        foreach (var vm in Finder.Changed(VM, ObjectKinds.VM))
        {
            Attempt(() =>
            {
                host = null;
                if (Destination is not null && (host = ChooseHost(vm, Destination)) is null) return;
                Carry(vm, OperationOn(vm), ActionOn(vm));
            }, vm);
        }
    }

    private protected override string ActionOn(VirtualMachineBase vm) =>
        new ChangeList().Add("host", vm.VMHost.Name, host?.Name).Add("datastore", vm.Record.Datastore, Datastore).After("Move");

    private protected override Operation OperationOn(VirtualMachineBase vm) =>
        new MoveVM { VMId = vm.Id, VMHostId = host?.Id, Datastore = Datastore, Force = Force };

    /// <summary>The host that a destination means for a machine; null where an error has been written.</summary>
    private VMHost? ChooseHost(VirtualMachineBase vm, LocationReference destination)
    {
        if (Finder.Hosts(destination) is not { } hosts) return null;
        var here = hosts.Where(other => other.ReadFrom.Origin == vm.ReadFrom.Origin).ToList();
        if (here.Count == 1) return here[0];
        if (here.Count == 0 && hosts.Count > 0)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"VM '{vm.Name}' is of {Finder.ServerOf(vm).Words}, and "
                + $"'{destination}' of {Finder.ServerOf(hosts[0]).Words}: a VM moves "
                + "within its server. Choose one of its hosts: "
                + $"Get-VMHost -Server '{Finder.ServerOf(vm)}'",
                vm);
        }

        PassthroughException? why = null;
        foreach (var candidate in here.Where(other => other.Id != vm.VMHostId)
            .OrderBy(static other => other.ReadFrom.VMsOn(other.Id).Count()))
        {
            var refusal = new MoveVM { VMId = vm.Id, VMHostId = candidate.Id, Force = Force }.RefusalIn(candidate.ReadFrom);
            if (refusal is null) return candidate;
            why ??= refusal;
        }

        throw why ?? new PassthroughException(
            ErrorId.VMHostNotFound,
            $"There is no host '{destination}' on the server of VM '{vm.Name}', and no cluster of that name with a host. See "
            + "what there is: Get-VMHost", destination.ToString());
    }
}
