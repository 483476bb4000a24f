namespace PassthroughTools.Capabilities;

/// <summary>
/// A vSphere feature that passthrough may cost. The first thirteen are the rows of the Enhanced DirectPath device table
/// (VMware Cloud Foundation blog, 2026-04-20); the rest come from the technology tables.
/// </summary>
public enum PassthroughFeature : long
{
    /// <summary>vMotion: a running VM moves to another host.</summary>
    VMotion,

    /// <summary>Suspend and resume.</summary>
    SuspendResume,

    /// <summary>Snapshots with the memory.</summary>
    MemorySnapshots,

    /// <summary>Storage vMotion: a running VM's disks move, and the VM with them where needed.</summary>
    StorageVMotion,

    /// <summary>Hot add and remove of virtual CPUs.</summary>
    HotAddRemoveVcpu,

    /// <summary>Hot add of memory.</summary>
    HotAddMemory,

    /// <summary>Live Patch of the host under a running VM.</summary>
    LivePatch,

    /// <summary>Hot add of virtual devices.</summary>
    HotAddVirtualDevices,

    /// <summary>Hot remove of virtual devices.</summary>
    HotRemoveVirtualDevices,

    /// <summary>Reconfiguring disks of a running VM.</summary>
    DiskReconfigure,

    /// <summary>Snapshots of the disks alone.</summary>
    DiskOnlySnapshots,

    /// <summary>Storage vMotion of the disks alone.</summary>
    DiskOnlyStorageVMotion,

    /// <summary>Collecting the device's statistics.</summary>
    StatisticsCollection,

    /// <summary>Operations that stun the VM for a moment (fast suspend and resume).</summary>
    FastSuspendResumeOperations,

    /// <summary>Fault Tolerance.</summary>
    FaultTolerance,

    /// <summary>High availability: restart elsewhere after a host failure.</summary>
    HighAvailability,

    /// <summary>DRS moves the running VM.</summary>
    DrsMigration,

    /// <summary>DRS places the VM when it is powered on.</summary>
    DrsPlacement,

    /// <summary>Record and replay.</summary>
    RecordReplay,
}
