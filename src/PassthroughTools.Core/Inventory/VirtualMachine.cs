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
    public decimal MemoryReservationGB => (Record.MemoryReservationLockedToMax ? Record.MemoryMB : Record.MemoryReservationMB) / 1024m;

    /// <summary>Whether the reservation follows the memory.</summary>
    [JsonIgnore]
    public bool MemoryReservationLockedToMax => Record.MemoryReservationLockedToMax;

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
