using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>Lists the snapshots of virtual machines.</summary>
/// <example>
///   <para>Lists the snapshots of a machine.</para>
///   <code>Get-Snapshot web-01</code>
/// </example>
/// <example>
///   <para>Lists all snapshots that hold a memory, which takes the most room.</para>
///   <code>Get-Snapshot | Where-Object Memory</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "Snapshot")]
[OutputType(typeof(Snapshot))]
public sealed class GetSnapshotCommand : ServerCmdlet
{
    /// <summary>The virtual machines; all where none are given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[]? VM { get; set; }

    /// <summary>The snapshots' names, with wildcards.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>The snapshots' ids; an id that is not there gives nothing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var vm in Finder.All(VM ?? [new VMReference("*")]))
        {
            List<Snapshot> snapshots = [.. vm.ReadFrom.SnapshotsOf(vm.Record)
                .Where(snapshot => Id is null || Id.Contains(snapshot.Id, StringComparer.Ordinal))];
            WriteObject(Finder.Filtered(ObjectKinds.Snapshot, Name, snapshots), enumerateCollection: true);
        }
    }
}
