namespace VMware.Vim;

/// <summary>Where a machine is to move.</summary>
public sealed class VirtualMachineRelocateSpec : DynamicData
{
    public ManagedObjectReference? Folder { get; set; }

    public ManagedObjectReference? Datastore { get; set; }

    public string? DiskMoveType { get; set; }

    public ManagedObjectReference? Pool { get; set; }

    public ManagedObjectReference? Host { get; set; }
}
