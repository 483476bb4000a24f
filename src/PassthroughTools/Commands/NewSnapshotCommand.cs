using System.Management.Automation;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Takes snapshots of virtual machines.</summary>
/// <remarks>
///   <para>A machine with Fixed or Dynamic devices has no snapshots; with Enhanced devices the catalog's entry for the model
///   decides, else the host's DVX class. Where no source says, it is refused unless -Force is given.</para>
/// </remarks>
/// <example>
///   <para>Takes a snapshot of a running machine with its memory.</para>
///   <code>
///   Start-VM web-01
///   New-Snapshot web-01 -Name 'before the patch' -Memory
///   </code>
/// </example>
/// <example>
///   <para>Takes a snapshot of each machine that allows it.</para>
///   <code>
///   Get-VM | Where-Object { $_.Capabilities['DiskOnlySnapshots'].Support -eq 'Supported' } |
///   New-Snapshot -Name weekly
///   </code>
/// </example>
[Cmdlet(VerbsCommon.New, "Snapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Snapshot), typeof(PassthroughTask))]
public sealed class NewSnapshotCommand : VMCmdlet
{
    /// <summary>The snapshot's name; several of a machine may have one name.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>What it is for.</summary>
    [Parameter]
    public string? Description { get; set; }

    /// <summary>Keeps a running machine's memory. A stopped machine has none to keep; a suspended one's is always kept.</summary>
    [Parameter]
    public SwitchParameter Memory { get; set; }

    /// <summary>
    /// Brings the guest's file systems to rest first. An inventory that is not vSphere has no guests: there it says nothing.
    /// </summary>
    [Parameter]
    public SwitchParameter Quiesce { get; set; }

    /// <summary>
    /// Takes a snapshot of a machine of which no source says whether its devices allow that. It does not override a source that
    /// says no.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string ActionOn(VirtualMachineBase vm) => $"Take snapshot '{Name}'";

    private protected override Operation OperationOn(VirtualMachineBase vm) =>
        new CreateSnapshot { VMId = vm.Id, NewName = Name, Description = Description, Memory = Memory, Quiesce = Quiesce,
            Created = DateTime.UtcNow, Force = Force };

    private protected override object? Result(Backends.Outcome done) => done.State.SnapshotsOf(done.VM()).LastOrDefault();
}
