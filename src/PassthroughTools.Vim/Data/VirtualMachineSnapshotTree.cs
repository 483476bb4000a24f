namespace VMware.Vim;

/// <summary>A snapshot and those that were taken after it.</summary>
public sealed class VirtualMachineSnapshotTree : DynamicData
{
    public ManagedObjectReference? Snapshot { get; set; }

    public ManagedObjectReference? Vm { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public int? Id { get; set; }

    public DateTime CreateTime { get; set; }

    public VirtualMachinePowerState State { get; set; }

    public bool? Quiesced { get; set; }

    public string? BackupManifest { get; set; }

    public VirtualMachineSnapshotTree[]? ChildSnapshotList { get; set; }

    public bool? ReplaySupported { get; set; }
}
