namespace VMware.Vim;

/// <summary>A machine's snapshots.</summary>
public sealed class VirtualMachineSnapshotInfo : DynamicData
{
    public ManagedObjectReference? CurrentSnapshot { get; set; }

    public VirtualMachineSnapshotTree[]? RootSnapshotList { get; set; }
}
