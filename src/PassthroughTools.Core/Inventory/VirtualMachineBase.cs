using Newtonsoft.Json;
using PassthroughTools.Capabilities;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Inventory;

/// <summary>What virtual machines and templates have in common.</summary>
public abstract class VirtualMachineBase : InventoryObject
{
    private Vim.Views.VirtualMachine? extensionData;

    private CapabilityMatrix? capabilities;

    private protected VirtualMachineBase(InventoryState state, VMRecord record, string uidSegment)
        : base(state, uidSegment) => Record = record;

    /// <inheritdoc/>
    public override string Id => Record.Id;

    /// <inheritdoc/>
    public override string Name => Record.Name;

    /// <summary>It as VIM has it; a property is made when it is first read.</summary>
    [JsonIgnore]
    public Vim.Views.VirtualMachine? ExtensionData =>
        extensionData ??= ViewClients.Of(this) is { } client ? new Vim.Views.VirtualMachine(client, MoRefs.Of(Record)) : null;

    /// <summary>The instance UUID, which stays when it moves to another host; null where it is not known.</summary>
    [JsonIgnore]
    public string? PersistentId => Record.InstanceUuid?.ToString();

    /// <summary>The host.</summary>
    [JsonIgnore]
    public VMHost VMHost => new(ReadFrom, ReadFrom.Hosts.Find(Record.HostId)!);

    /// <summary>The host's id.</summary>
    [JsonIgnore]
    public string VMHostId => Record.HostId;

    /// <summary>The host's cluster, or null.</summary>
    [JsonIgnore]
    public Cluster? Cluster => VMHost.Cluster;

    /// <summary>How many virtual CPUs it has.</summary>
    [JsonIgnore]
    public int NumCpu => Record.NumCpu;

    /// <summary>How many cores a virtual socket has.</summary>
    [JsonIgnore]
    public int CoresPerSocket => Record.CoresPerSocket;

    /// <summary>The memory in MB.</summary>
    [JsonIgnore]
    public decimal MemoryMB => Record.MemoryMB;

    /// <summary>The memory in GB.</summary>
    [JsonIgnore]
    public decimal MemoryGB => Record.MemoryMB / 1024m;

    /// <summary>The firmware.</summary>
    [JsonIgnore]
    public Firmware Firmware => Record.Firmware;

    /// <summary>The virtual hardware version, such as vmx-21.</summary>
    [JsonIgnore]
    public string HardwareVersion => Operations.HardwareVersions.Format(Record.HardwareVersion);

    /// <summary>The name of the datastore that its files are on; null where it is not known.</summary>
    [JsonIgnore]
    public string? Datastore => Record.Datastore;

    /// <summary>The ids of the datastores that its files are on; none where they are not known.</summary>
    [JsonIgnore]
    public TextList<string> DatastoreIdList => [.. Record.Details?.DatastoreIds ?? []];

    /// <summary>The guest operating system, as VIM names it.</summary>
    [JsonIgnore]
    public string? GuestId => Record.GuestId;

    /// <summary>The administrator's notes.</summary>
    [JsonIgnore]
    public string? Notes => Record.Notes;

    /// <summary>The passthrough devices.</summary>
    [JsonIgnore]
    public TextList<PassthroughDevice> PassthroughDevices =>
        [.. Record.Devices.Select(attachment => new PassthroughDevice(ReadFrom, Record, attachment))];

    /// <summary>The profiles of its vGPUs, such as grid_t4-16q; they are read, and changed in vCenter.</summary>
    [JsonIgnore]
    public TextList<string> VGpuProfiles => [.. VGpu.Of(Record).Select(static gpu => gpu.Profile)];

    /// <summary>
    /// What works: the weakest over the passthrough devices, SR-IOV network adapters and vGPUs, or the paravirtual row where
    /// there is none.
    /// </summary>
    [JsonIgnore]
    public CapabilityMatrix Capabilities => capabilities ??= CapabilityResolver.ForVM(ReadFrom, Record);

    internal VMRecord Record { get; }

    internal static VirtualMachineBase Of(InventoryState state, VMRecord record) =>
        record.IsTemplate ? new Template(state, record) : new VirtualMachine(state, record);
}
