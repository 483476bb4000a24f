using Newtonsoft.Json;
using PassthroughTools.State;

namespace PassthroughTools.Inventory;

/// <summary>What is reserved for a virtual machine.</summary>
public sealed class VMResourceConfiguration : InventoryObject
{
    private readonly VMRecord vm;

    internal VMResourceConfiguration(InventoryState state, VMRecord vm)
        : base(state, nameof(VMResourceConfiguration)) => this.vm = vm;

    /// <summary>The machine's id.</summary>
    public override string Id => vm.Id;

    /// <summary>The machine's name.</summary>
    public override string Name => vm.Name;

    /// <summary>The machine.</summary>
    [JsonIgnore]
    public VirtualMachineBase VM => ReadFrom.View(vm);

    /// <summary>The machine's id.</summary>
    [JsonIgnore]
    public string VMId => vm.Id;

    /// <summary>The reserved CPU in MHz.</summary>
    [JsonIgnore]
    public long CpuReservationMhz => vm.CpuReservationMhz;

    /// <summary>The reserved memory in MB.</summary>
    [JsonIgnore]
    public long MemReservationMB => vm.ReservedMemoryMB;

    /// <summary>The reserved memory in GB.</summary>
    [JsonIgnore]
    public decimal MemReservationGB => MemReservationMB / 1024m;

    /// <summary>Whether the reservation follows the memory.</summary>
    [JsonIgnore]
    public bool MemReservationLockedToMax => vm.MemoryReservationLockedToMax;

    /// <summary>The memory in GB, of which the reservation is a part.</summary>
    [JsonIgnore]
    public decimal MemoryGB => vm.MemoryMB / 1024m;
}
