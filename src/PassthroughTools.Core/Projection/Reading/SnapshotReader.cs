using PassthroughTools.Inventory;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection.Reading;

/// <summary>Reads a machine's tree of snapshots.</summary>
internal static class SnapshotReader
{
    /// <summary>The snapshots, oldest first.</summary>
    public static IReadOnlyList<SnapshotRecord> Read(VirtualMachineSnapshotInfo? told)
    {
        if (told?.RootSnapshotList is not { Length: > 0 } roots) return [];
        var found = new Dictionary<string, SnapshotRecord>(StringComparer.Ordinal);
        var rest = new Stack<(VirtualMachineSnapshotTree? One, string? ParentId)>();
        foreach (var root in roots) rest.Push((root, null));
        while (rest.Count > 0)
        {
            var (one, parentId) = rest.Pop();
            if (one?.Snapshot is not { Type.Length: > 0, Value.Length: > 0 } moRef) continue;
            string id = moRef.ToString();
            if (found.ContainsKey(id)) continue;
            found.Add(id, Snapshot(one, id, parentId, moRef.Equals(told.CurrentSnapshot)));
            foreach (var child in one.ChildSnapshotList ?? []) rest.Push((child, id));
        }

        return [.. found.Values.OrderBy(static one => one.Created).ThenBy(static one => one.Id, IdComparer.Instance)];
    }

    private static SnapshotRecord Snapshot(VirtualMachineSnapshotTree one, string id, string? parentId, bool isCurrent) => new()
    {
        Id = id,
        Name = one.Name is { Length: > 0 } name ? name : one.Snapshot!.Value!,
        Description = one.Description is { Length: > 0 } description ? description : null,
        Created = one.CreateTime,
        ParentId = parentId,
        Memory = one.State != VirtualMachinePowerState.poweredOff,
        PowerState = one.State == VirtualMachinePowerState.suspended ? VMPowerState.Suspended : null,
        Quiesced = one.Quiesced,
        Current = isCurrent,
    };
}
