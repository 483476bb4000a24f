using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Removes a snapshot of a virtual machine. Those taken after it stay, unless they are to go with it.</summary>
public sealed record RemoveSnapshot : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>The snapshot's id.</summary>
    public required string SnapshotId { get; init; }

    /// <summary>Whether the snapshots that were taken after it go too.</summary>
    public bool RemoveChildren { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        var snapshot = vm.Snapshots.FirstOrDefault(one => one.Id == SnapshotId)
            ?? throw new PassthroughException(ErrorId.SnapshotNotFound,
                $"VM '{vm.Name}' has no snapshot '{SnapshotId}', or not any more. See what it "
                + $"has: {state.Command(vm, "Get-Snapshot")}", state.View(vm));
        var gone = new HashSet<string>(StringComparer.Ordinal) { snapshot.Id };
        while (RemoveChildren
            && vm.Snapshots.FirstOrDefault(one =>
                !gone.Contains(one.Id) && one.ParentId is { } parent && gone.Contains(parent)) is { } child) gone.Add(child.Id);
        var current = vm.CurrentSnapshot;
        while (current is not null && gone.Contains(current.Id))
            current = vm.Snapshots.FirstOrDefault(one => one.Id == current.ParentId);
        return new Decision
        {
            Changes = [new VMPut(vm with
            {
                Snapshots = [.. vm.Snapshots.Where(one => !gone.Contains(one.Id)).Select(one => one with
                {
                    ParentId = one.ParentId == snapshot.Id ? snapshot.ParentId : one.ParentId,
                    Current = current is null ? false : one.Id == current.Id ? true : null,
                })],
            })],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = FormattableString.Invariant($"Snapshot '{snapshot.Name}' of VM ")
                + FormattableString.Invariant($"'{vm.Name}' removed{(gone.Count > 1 ? $" with {gone.Count - 1} after it" : "")}"),
        };
    }
}
