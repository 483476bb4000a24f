using PassthroughTools.Inventory;

namespace PassthroughTools.State;

/// <summary>A virtual machine or template as it is stored.</summary>
public sealed record VMRecord
{
    /// <summary>The id, unique in the inventory and never used again.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The BIOS UUID (VIM: config.uuid; in a .vmx uuid.bios), where it is known.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>
    /// The instance UUID, which vCenter keeps unique (VIM: config.instanceUuid; in a .vmx vc.uuid), where it is known.
    /// </summary>
    public Guid? InstanceUuid { get; init; }

    /// <summary>The id of its host.</summary>
    public required string HostId { get; init; }

    /// <summary>Whether it is a template.</summary>
    public bool IsTemplate { get; init; }

    /// <summary>The power state.</summary>
    public VMPowerState PowerState { get; init; }

    /// <summary>How many virtual CPUs it has.</summary>
    public int NumCpu { get; init; } = 1;

    /// <summary>How many cores a virtual socket has.</summary>
    public int CoresPerSocket { get; init; } = 1;

    /// <summary>The memory in MB.</summary>
    public long MemoryMB { get; init; } = 1024;

    /// <summary>The reserved memory in MB.</summary>
    public long MemoryReservationMB { get; init; }

    /// <summary>Whether the reservation follows the memory (VIM: memoryReservationLockedToMax).</summary>
    public bool MemoryReservationLockedToMax { get; init; }

    /// <summary>The reserved CPU in MHz.</summary>
    public long CpuReservationMhz { get; init; }

    /// <summary>The firmware.</summary>
    public Firmware Firmware { get; init; }

    /// <summary>The virtual hardware version, such as 21.</summary>
    public int HardwareVersion { get; init; }

    /// <summary>The name of the datastore that its files are on, where it is known.</summary>
    public string? Datastore { get; init; }

    /// <summary>The guest operating system, as VIM names it.</summary>
    public string? GuestId { get; init; }

    /// <summary>The administrator's notes.</summary>
    public string? Notes { get; init; }

    /// <summary>Where it is filed and what it takes, or null where nothing is known of that.</summary>
    public VMDetailsRecord? Details { get; init; }

    /// <summary>What VMware Tools told of the guest, or null where nothing is known of it.</summary>
    public GuestRecord? Guest { get; init; }

    /// <summary>The advanced settings (VIM: extraConfig), keys in any case.</summary>
    public SortedMap<string, string> AdvancedSettings { get; init; } = NoSettings;

    /// <summary>The snapshots, oldest first.</summary>
    public IReadOnlyList<SnapshotRecord> Snapshots { get; init; } = [];

    /// <summary>The passthrough devices, in the order of their keys.</summary>
    public IReadOnlyList<AttachmentRecord> Devices { get; init; } = [];

    /// <summary>The snapshot that the machine goes on from, or null.</summary>
    internal SnapshotRecord? CurrentSnapshot => Snapshots.FirstOrDefault(static one => one.Current == true)
        ?? (Snapshots.Count > 0 && Snapshots.All(static one => one.Current is null) ? Snapshots[Snapshots.Count - 1] : null);

    /// <summary>Whether the reservation covers the whole memory.</summary>
    public bool IsMemoryFullyReserved => MemoryReservationLockedToMax || MemoryReservationMB >= MemoryMB;

    /// <summary>The memory that is reserved in effect, in MB.</summary>
    internal long ReservedMemoryMB => MemoryReservationLockedToMax ? MemoryMB : MemoryReservationMB;

    /// <summary>The setting that exposes hardware virtualization to the guest.</summary>
    internal const string NestedVirtualization = "vhv.enable";

    /// <summary>Whether it exposes hardware virtualization to its guest; a value that is no Boolean may.</summary>
    internal bool ExposesVirtualization =>
        Setting(NestedVirtualization) is { } value && !string.IsNullOrWhiteSpace(value) && VmxBoolean.Of(value) is not false;

    /// <summary>An empty set of advanced settings.</summary>
    internal static SortedMap<string, string> NoSettings { get; } = SortedMap<string, string>.Empty(
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The value of an advanced setting, or null.</summary>
    internal string? Setting(string name) => AdvancedSettings.TryGetValue(name, out var value) ? value : null;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
