using Newtonsoft.Json;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Inventory;

/// <summary>A virtual machine.</summary>
public sealed class VirtualMachine : VirtualMachineBase
{
    internal VirtualMachine(InventoryState state, VMRecord record)
        : base(state, record, nameof(VirtualMachine))
    {
    }

    /// <summary>The power state.</summary>
    [JsonIgnore]
    public VMPowerState PowerState => Record.PowerState;

    /// <summary>The reserved memory in GB.</summary>
    [JsonIgnore]
    public decimal MemoryReservationGB => Record.ReservedMemoryMB / 1024m;

    /// <summary>Whether the reservation follows the memory.</summary>
    [JsonIgnore]
    public bool MemoryReservationLockedToMax => Record.MemoryReservationLockedToMax;

    /// <summary>The virtual hardware version, such as v21.</summary>
    [JsonIgnore]
    public VMVersion Version =>
        Enum.IsDefined(typeof(VMVersion), (long)Record.HardwareVersion) ? (VMVersion)Record.HardwareVersion : VMVersion.Unknown;

    /// <summary>What VMware Tools told of the guest.</summary>
    [JsonIgnore]
    public VMGuest Guest => new(Record);

    /// <summary>The VM folder that it is filed in; null where that is not known.</summary>
    [JsonIgnore]
    public InventoryItem? Folder => Record.Details is { Folder: { } name } details ? new(details.FolderId, name) : null;

    /// <summary>The VM folder's id; null where it is not known.</summary>
    [JsonIgnore]
    public string? FolderId => Record.Details?.FolderId;

    /// <summary>The resource pool; null where it is not known.</summary>
    [JsonIgnore]
    public InventoryItem? ResourcePool =>
        Record.Details is { ResourcePool: { } name } details ? new(details.ResourcePoolId, name) : null;

    /// <summary>The resource pool's id; null where it is not known.</summary>
    [JsonIgnore]
    public string? ResourcePoolId => Record.Details?.ResourcePoolId;

    /// <summary>The space that its files take, in GB; null where it is not known.</summary>
    [JsonIgnore]
    public decimal? UsedSpaceGB => Record.Details?.UsedSpaceGB;

    /// <summary>The space that its files may grow to, in GB; null where it is not known.</summary>
    [JsonIgnore]
    public decimal? ProvisionedSpaceGB => Record.Details?.ProvisionedSpaceGB;

    /// <summary>Its own DRS automation level; null where it is not known.</summary>
    [JsonIgnore]
    public DrsAutomationLevel? DrsAutomationLevel => Record.Details?.DrsAutomationLevel;

    /// <summary>The values of its custom attributes, by name; none where they are not known.</summary>
    [JsonIgnore]
    public SortedMap<string, string> CustomFields => Record.Details?.CustomFields ?? VMRecord.NoSettings;

    /// <summary>The advanced settings (VIM: extraConfig).</summary>
    [JsonIgnore]
    public SortedMap<string, string> AdvancedSettings => Record.AdvancedSettings;

    /// <summary>The snapshots, oldest first.</summary>
    [JsonIgnore]
    public TextList<SnapshotRecord> Snapshots => [.. Record.Snapshots];

    /// <summary>Whether it is a template: never, see Get-Template.</summary>
    [JsonIgnore]
    public bool IsTemplate => Record.IsTemplate;
}
