using Newtonsoft.Json;
using PassthroughTools.State;

namespace PassthroughTools.Inventory;

/// <summary>A snapshot of a virtual machine.</summary>
public sealed class Snapshot : InventoryObject
{
    private Vim.Views.VirtualMachineSnapshot? extensionData;

    private readonly VMRecord vm;

    internal Snapshot(InventoryState state, VMRecord vm, SnapshotRecord record)
        : base(state, nameof(Snapshot))
    {
        this.vm = vm;
        Record = record;
    }

    /// <inheritdoc/>
    public override string Id => Record.Id;

    /// <inheritdoc/>
    public override string Name => Record.Name;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Uid => $"{ReadFrom.Origin}VirtualMachine={vm.Id}/Snapshot={Id}/";

    /// <summary>It as VIM has it; a property is made when it is first read.</summary>
    [JsonIgnore]
    public Vim.Views.VirtualMachineSnapshot? ExtensionData =>
        extensionData ??= ViewClients.Of(this) is { } client
            ? new Vim.Views.VirtualMachineSnapshot(client, MoRefs.Of(Id, nameof(Vim.Views.VirtualMachineSnapshot)))
            : null;

    /// <summary>What it is for.</summary>
    [JsonIgnore]
    public string? Description => Record.Description;

    /// <summary>When it was taken, in UTC.</summary>
    [JsonIgnore]
    public DateTime Created => Record.Created;

    /// <summary>Whether it holds the memory too.</summary>
    [JsonIgnore]
    public bool Memory => Record.Memory;

    /// <summary>The machine's state inside it: powered on or suspended where it holds the memory, else powered off.</summary>
    [JsonIgnore]
    public VMPowerState PowerState => Record.StateInside;

    /// <summary>Whether the machine goes on from it.</summary>
    [JsonIgnore]
    public bool IsCurrent => vm.CurrentSnapshot?.Id == Id;

    /// <summary>Whether the guest's file systems were quiesced; null where it is not known.</summary>
    [JsonIgnore]
    public bool? Quiesced => Record.Quiesced;

    /// <summary>The space that it takes, in MB; null where it is not known.</summary>
    [JsonIgnore]
    public decimal? SizeMB => Record.SizeMB;

    /// <summary>The space that it takes, in GB; null where it is not known.</summary>
    [JsonIgnore]
    public decimal? SizeGB => SizeMB / 1024;

    /// <summary>The virtual machine.</summary>
    [JsonIgnore]
    public VirtualMachineBase VM => ReadFrom.View(vm);

    /// <summary>The virtual machine's id.</summary>
    [JsonIgnore]
    public string VMId => vm.Id;

    /// <summary>The id of the snapshot before it; null for the first.</summary>
    [JsonIgnore]
    public string? ParentSnapshotId => Record.ParentId;

    /// <summary>The snapshot before it; null for the first.</summary>
    [JsonIgnore]
    public Snapshot? ParentSnapshot =>
    vm.Snapshots.FirstOrDefault(one => one.Id == ParentSnapshotId) is { } parent ? new Snapshot(ReadFrom, vm, parent) : null;

    internal SnapshotRecord Record { get; }
}
