using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Removes snapshots of virtual machines. The machines stay as they are.</summary>
/// <remarks>
///   <para>It asks first; -Confirm:$false removes without asking.</para>
/// </remarks>
/// <example>
///   <para>Removes a machine's snapshots of a name.</para>
///   <code>
///   New-Snapshot web-01 -Name weekly
///   Get-Snapshot web-01 -Name weekly | Remove-Snapshot -Confirm:$false
///   </code>
/// </example>
/// <example>
///   <para>Removes a machine's first snapshot and all that were taken after it.</para>
///   <code>Get-Snapshot web-01 | Select-Object -First 1 | Remove-Snapshot -RemoveChildren -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsCommon.Remove, "Snapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PassthroughTask))]
public sealed class RemoveSnapshotCommand : TaskCmdlet
{
    private readonly HashSet<string> removed = new(StringComparer.Ordinal);

    /// <summary>The snapshots, as Get-Snapshot gives them.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(SnapshotReference))]
    public SnapshotReference[] Snapshot { get; set; } = [];

    /// <summary>Removes the snapshots that were taken after them too.</summary>
    [Parameter]
    public SwitchParameter RemoveChildren { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var snapshot in Snapshot.SelectMany(reference => Finder.Given(reference)!).Distinct())
        {
            if (RemoveChildren && IsRemovedWithParent(snapshot)) continue;
            var operation = new RemoveSnapshot { VMId = snapshot.VMId, SnapshotId = snapshot.Id,
                RemoveChildren = RemoveChildren };
            var action = RemoveChildren ? "Remove with all that were taken after it" : "Remove";
            var target = $"Snapshot '{snapshot.Name}' of {TargetOf(snapshot.VM)}";
            if (Carry(snapshot, operation, action, target, snapshot.VM.Name)) removed.Add(snapshot.Uid);
        }
    }

    private protected override object? Result(Outcome done) => null;

    /// <summary>
    /// Whether one that it was taken after is removed by this command, and it with that one: it is not there any more.
    /// </summary>
    private bool IsRemovedWithParent(Snapshot snapshot)
    {
        for (var one = snapshot.ParentSnapshot; one is not null; one = one.ParentSnapshot)
        {
            if (removed.Contains(one.Uid)) return true;
        }

        return false;
    }
}
