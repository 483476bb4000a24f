using Newtonsoft.Json;
using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>A virtual machine or template.</summary>
/// <param name="client">What answers for it.</param>
/// <param name="moRef">What names it.</param>
public sealed class VirtualMachine(IVimClient client, ManagedObjectReference moRef) : ManagedEntity(client, moRef)
{
    /// <summary>Its configuration.</summary>
    [JsonIgnore]
    public VirtualMachineConfigInfo? Config => Read<VirtualMachineConfigInfo>();

    /// <summary>Its resources.</summary>
    [JsonIgnore]
    public ResourceConfigSpec? ResourceConfig => Read<ResourceConfigSpec>();

    /// <summary>How it runs.</summary>
    [JsonIgnore]
    public VirtualMachineRuntimeInfo? Runtime => Read<VirtualMachineRuntimeInfo>();

    /// <summary>What VMware Tools tells of its guest.</summary>
    [JsonIgnore]
    public GuestInfo? Guest => Read<GuestInfo>();

    /// <summary>It in short.</summary>
    [JsonIgnore]
    public VirtualMachineSummary? Summary => Read<VirtualMachineSummary>();

    /// <summary>Its snapshots; null where it has none.</summary>
    [JsonIgnore]
    public VirtualMachineSnapshotInfo? Snapshot => Read<VirtualMachineSnapshotInfo>();

    /// <summary>The browser of what its host offers.</summary>
    [JsonIgnore]
    public ManagedObjectReference? EnvironmentBrowser => Read<ManagedObjectReference>();

    /// <summary>Its resource pool.</summary>
    [JsonIgnore]
    public ManagedObjectReference? ResourcePool => Read<ManagedObjectReference>();

    /// <summary>The datastores that its files are on.</summary>
    [JsonIgnore]
    public ManagedObjectReference[]? Datastore => Read<ManagedObjectReference[]>();

    /// <summary>Changes its configuration. Waits until it is done.</summary>
    public void ReconfigVM(VirtualMachineConfigSpec? spec) => Call(nameof(ReconfigVM), spec);

    /// <summary>Changes its configuration. Returns the task.</summary>
    public ManagedObjectReference ReconfigVM_Task(VirtualMachineConfigSpec? spec) => Begin(nameof(ReconfigVM_Task), spec);

    /// <summary>Powers it on. Waits until it is done.</summary>
    public void PowerOnVM(ManagedObjectReference? host) => Call(nameof(PowerOnVM), host);

    /// <summary>Powers it on. Returns the task.</summary>
    public ManagedObjectReference PowerOnVM_Task(ManagedObjectReference? host) => Begin(nameof(PowerOnVM_Task), host);

    /// <summary>Powers it off. Waits until it is done.</summary>
    public void PowerOffVM() => Call(nameof(PowerOffVM));

    /// <summary>Powers it off. Returns the task.</summary>
    public ManagedObjectReference PowerOffVM_Task() => Begin(nameof(PowerOffVM_Task));

    /// <summary>Suspends it. Waits until it is done.</summary>
    public void SuspendVM() => Call(nameof(SuspendVM));

    /// <summary>Suspends it. Returns the task.</summary>
    public ManagedObjectReference SuspendVM_Task() => Begin(nameof(SuspendVM_Task));

    /// <summary>Resets it. Waits until it is done.</summary>
    public void ResetVM() => Call(nameof(ResetVM));

    /// <summary>Resets it. Returns the task.</summary>
    public ManagedObjectReference ResetVM_Task() => Begin(nameof(ResetVM_Task));

    /// <summary>Shuts its guest down.</summary>
    public void ShutdownGuest() => Call(nameof(ShutdownGuest));

    /// <summary>Restarts its guest.</summary>
    public void RebootGuest() => Call(nameof(RebootGuest));

    /// <summary>Takes a snapshot. Waits until it is done, and returns it.</summary>
    public ManagedObjectReference CreateSnapshot(string name, string? description, bool memory, bool quiesce) =>
        Begin(nameof(CreateSnapshot), name, description, memory, quiesce);

    /// <summary>Takes a snapshot. Returns the task.</summary>
    public ManagedObjectReference CreateSnapshot_Task(string name, string? description, bool memory, bool quiesce) =>
        Begin(nameof(CreateSnapshot_Task), name, description, memory, quiesce);

    /// <summary>Moves it to another host. Waits until it is done.</summary>
    public void MigrateVM(ManagedObjectReference? pool, ManagedObjectReference? host, object? priority, object? state) =>
        Call(nameof(MigrateVM), pool, host, priority, state);

    /// <summary>Moves it to another host. Returns the task.</summary>
    public ManagedObjectReference MigrateVM_Task(ManagedObjectReference? pool, ManagedObjectReference? host, object? priority,
        object? state) =>
        Begin(nameof(MigrateVM_Task), pool, host, priority, state);

    /// <summary>Moves it to another host or datastore. Waits until it is done.</summary>
    public void RelocateVM(VirtualMachineRelocateSpec spec, object? priority) => Call(nameof(RelocateVM), spec, priority);

    /// <summary>Moves it to another host or datastore. Returns the task.</summary>
    public ManagedObjectReference RelocateVM_Task(VirtualMachineRelocateSpec spec, object? priority) =>
        Begin(nameof(RelocateVM_Task), spec, priority);

    /// <summary>Raises its virtual hardware version. Waits until it is done.</summary>
    public void UpgradeVM(string? version) => Call(nameof(UpgradeVM), version);

    /// <summary>Raises its virtual hardware version. Returns the task.</summary>
    public ManagedObjectReference UpgradeVM_Task(string? version) => Begin(nameof(UpgradeVM_Task), version);

    /// <summary>Renames it. Waits until it is done.</summary>
    public void Rename(string newName) => Call(nameof(Rename), newName);

    /// <summary>Renames it. Returns the task.</summary>
    public ManagedObjectReference Rename_Task(string newName) => Begin(nameof(Rename_Task), newName);

    /// <summary>Deletes it. Waits until it is done.</summary>
    public void Destroy() => Call(nameof(Destroy));

    /// <summary>Deletes it. Returns the task.</summary>
    public ManagedObjectReference Destroy_Task() => Begin(nameof(Destroy_Task));
}
