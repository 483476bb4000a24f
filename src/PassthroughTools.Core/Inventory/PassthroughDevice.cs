using Newtonsoft.Json;
using PassthroughTools.Capabilities;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Inventory;

/// <summary>
/// A passthrough device: one that a host offers, or one that a virtual machine has. A Dynamic or Enhanced device of a machine
/// that is powered off is a request that holds no device yet: what belongs to the device is null then.
/// </summary>
public sealed class PassthroughDevice : PciNumbers
{
    private readonly PciDeviceRecord? device;
    private CapabilityMatrix? capabilities;
    private VMRecord? vm;
    private AttachmentRecord? attachment;
    private bool isHolderKnown;

    /// <summary>A device that a host offers.</summary>
    internal PassthroughDevice(VMHost host, PciDeviceRecord device)
        : base(host.ReadFrom, nameof(PassthroughDevice))
    {
        VMHost = host;
        this.device = device;
    }

    /// <summary>A device that a virtual machine or template has.</summary>
    internal PassthroughDevice(InventoryState state, VMRecord vm, AttachmentRecord attachment)
        : base(state, nameof(PassthroughDevice))
    {
        this.vm = vm;
        this.attachment = attachment;
        isHolderKnown = true;
        IsOfVM = true;
        var hostId = attachment.Device?.HostId ?? vm.HostId;
        if (state.Hosts.Find(hostId) is not { } host) return;
        VMHost = new VMHost(state, host);
        device = attachment.Device is { } held ? host.FindDevice(held.Address) : null;
    }

    /// <summary>The PCI address; null for a request that holds no device.</summary>
    public override string? Id => (device?.Address ?? Attachment?.Device?.Address)?.ToString();

    /// <summary>The device's name, or what is asked for where no device is held.</summary>
    public override string Name => device is null
        ? Attachment!.Request
        : device.Name ?? $"{device.VendorId}:{device.DeviceId}";

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Uid => IsOfVM
        ? $"{VM!.Uid}PassthroughDevice={Attachment!.Key}/"
        : $"{VMHost!.Uid}PassthroughDevice=PciPassthroughDevice-{Id}/";

    /// <summary>The device key in its virtual machine, from 13000; null for a host's device that no machine holds.</summary>
    [JsonIgnore]
    public int? Key => Attachment?.Key;

    /// <summary>The bus.</summary>
    [JsonIgnore]
    public PassthroughDeviceType Type { get; } = PassthroughDeviceType.Pci;

    /// <summary>The vendor's name.</summary>
    [JsonIgnore]
    public string? VendorName => device?.VendorName;

    /// <summary>
    /// The vendor ID; of a virtual machine's device the one that it is configured with, where the host's record has none.
    /// </summary>
    [JsonIgnore]
    public new PciId? VendorId => Card?.VendorId ?? device?.VendorId;

    /// <summary>The device ID, likewise.</summary>
    [JsonIgnore]
    public new PciId? DeviceId => Card?.DeviceId ?? device?.DeviceId;

    /// <summary>The subsystem vendor ID.</summary>
    [JsonIgnore]
    public new PciId? SubVendorId => device?.SubVendorId;

    /// <summary>The subsystem device ID.</summary>
    [JsonIgnore]
    public new PciId? SubDeviceId => device?.SubDeviceId;

    /// <summary>The PCI class and subclass; null where they are not known.</summary>
    [JsonIgnore]
    public new PciId? ClassId => device?.KnownClassId;

    /// <summary>The class name.</summary>
    [JsonIgnore]
    public string? ClassName => device?.ClassName;

    /// <summary>The device's host; for a request that holds no device, the virtual machine's.</summary>
    [JsonIgnore]
    public VMHost? VMHost { get; }

    /// <summary>The host's id.</summary>
    [JsonIgnore]
    public string? VMHostId => VMHost?.Id;

    /// <summary>The virtual machine or template that has the device, or null.</summary>
    [JsonIgnore]
    public VirtualMachineBase? VM => Holder is { } holder ? VirtualMachineBase.Of(ReadFrom, holder) : null;

    /// <summary>The virtual machine's id, or null.</summary>
    [JsonIgnore]
    public string? VMId => Holder?.Id;

    /// <summary>The configured mode; null for a request that holds no device.</summary>
    public DeviceMode? Mode => device?.Mode;

    /// <summary>The modes that the host offers for the device.</summary>
    [JsonIgnore]
    public TextList<DeviceMode> ConfigurableModes =>
        device is null ? [] : [.. DeviceModes.Configurable(ReadFrom.Catalog, VMHost!.Record, device)];

    /// <summary>Whether the host can pass the device through.</summary>
    [JsonIgnore]
    public bool? PassthroughCapable => device?.PassthroughCapable;

    /// <summary>Whether the configured mode passes the device through; null where it is not known.</summary>
    [JsonIgnore]
    public bool? PassthroughEnabled => device?.PassthroughEnabled;

    /// <summary>Whether the mode in effect passes the device through; null where it is not known.</summary>
    [JsonIgnore]
    public bool? PassthroughActive => device?.PassthroughActive;

    /// <summary>Whether the configured mode waits for a restart of the host; null where one of the two is not known.</summary>
    [JsonIgnore]
    public bool? RebootPending => device?.RebootPending;

    /// <summary>
    /// How far its passthrough is; null where it is not configured, where that is not known, and for a request that holds no
    /// device.
    /// </summary>
    [JsonIgnore]
    public PassthroughDeviceState? State => RebootPending == true ? PassthroughDeviceState.NeedsHostReboot
        : PassthroughActive == true ? PassthroughDeviceState.Active
        : PassthroughEnabled == true && PassthroughActive is null ? PassthroughDeviceState.Enabled
        : null;

    /// <summary>The bus number; null for a request that holds no device.</summary>
    [JsonIgnore]
    public int? Bus => device?.Address.Bus;

    /// <summary>The slot number; null for a request that holds no device.</summary>
    [JsonIgnore]
    public int? Slot => device?.Address.Slot;

    /// <summary>The function number; null for a request that holds no device.</summary>
    [JsonIgnore]
    public int? Function => device?.Address.Function;

    /// <summary>
    /// What the last change of mode asks of the host, or a change would ask: see Set-PassthroughDevice.
    /// </summary>
    [JsonIgnore]
    public ConfigureImpact? ConfigureImpact => RebootPending switch
    {
        true => Inventory.ConfigureImpact.HostRebootRequired,
        false => Inventory.ConfigureImpact.None,
        null => null,
    };

    /// <summary>
    /// Whether it is in use by something that is not in the inventory, such as a machine that the account may not see.
    /// </summary>
    [JsonIgnore]
    public bool? OwnerUnknown => device is null ? null : ReadFrom.IsOwnerUnknown(VMHost!.Id, device);

    /// <summary>How it is attached; for a host's device that no machine has, how its mode lets it be attached, or null.</summary>
    public DirectPathTechnology? Technology => Attachment?.Technology ?? device?.Mode switch
    {
        DeviceMode.DirectPath => DirectPathTechnology.Fixed,
        DeviceMode.EnhancedDirectPath => DirectPathTechnology.Enhanced,
        _ => null,
    };

    /// <summary>The DVX device class.</summary>
    [JsonIgnore]
    public string? DeviceClass => device?.DeviceClass ?? Attachment?.DeviceClass;

    /// <summary>The hardware label, of the device or asked for.</summary>
    [JsonIgnore]
    public string? HardwareLabel => device?.HardwareLabel ?? Attachment?.HardwareLabel;

    /// <summary>Dynamic: the vendor and device IDs asked for.</summary>
    [JsonIgnore]
    public TextList<AllowedDevice> AllowedDevices => [.. Attachment?.AllowedDevices ?? []];

    /// <summary>Enhanced: the configuration parameters.</summary>
    [JsonIgnore]
    public SortedMap<string, string> ConfigParameters => Attachment?.ConfigParameters ?? VMRecord.NoSettings;

    /// <summary>The NUMA node.</summary>
    [JsonIgnore]
    public int? NumaNode => device?.NumaNode;

    /// <summary>What its largest BAR maps, in GB: from the host, else from the catalog; null where neither knows.</summary>
    [JsonIgnore]
    public decimal? MmioSizeGB => device is null ? null
        : device.MmioSizeGB ?? ReadFrom.Catalog.FindBar(device.VendorId, device.DeviceId)?.Bar!.SizeGB;

    /// <summary>The physical slot.</summary>
    [JsonIgnore]
    public string? PhysicalSlot => device?.PhysicalSlot;

    /// <summary>The PCI address of the physical function that a virtual function belongs to.</summary>
    [JsonIgnore]
    public string? ParentId => device?.ParentAddress?.ToString();

    /// <summary>
    /// The PCI address of the device that it depends on, such as the bridge that it is reset with: devices with the same one are
    /// used by one virtual machine. Null where it depends on none, or where that is not known.
    /// </summary>
    [JsonIgnore]
    public string? DependentId => device?.DependentAddress?.ToString();

    /// <summary>The names of its host's device groups that it belongs to.</summary>
    [JsonIgnore]
    public TextList<string> DeviceGroups => device is null ? []
        :
        [
            .. VMHost!.Record.DeviceGroups.Where(group => group.Members.Contains(device.Address))
                .Select(static group => group.Name).Distinct(StringComparer.Ordinal),
        ];

    /// <summary>
    /// The name of the device group that a virtual machine has it with, all of which is detached together;
    /// null where there is none.
    /// </summary>
    [JsonIgnore]
    public string? DeviceGroup => Attachment?.DeviceGroup;

    /// <summary>The catalog's entry for the model, or null.</summary>
    [JsonIgnore]
    public ModelEntry? Model => device is null ? null : ReadFrom.Catalog.FindModel(device.VendorId, device.DeviceId);

    /// <summary>What works with the device: as it is attached where a machine has it, else as it is configured.</summary>
    [JsonIgnore]
    public CapabilityMatrix Capabilities => capabilities ??= Attachment is { } attached
        ? CapabilityResolver.ForAttachment(ReadFrom, Holder!, attached)
        : CapabilityResolver.ForHostDevice(ReadFrom, VMHost!.Record, device!);

    /// <summary>The host's record of the device; null for a request that holds no device.</summary>
    internal PciDeviceRecord? Record => device;

    private protected override PciDeviceRecord? Device => device;

    private protected override AttachmentRecord? Card =>
        IsOfVM && attachment!.HasCard && (device?.VendorId ?? default) == default ? attachment : null;

    /// <summary>
    /// Whether a host has the device for passthrough: one that it keeps for itself and that no source lists is not meant where
    /// its devices are tested. Its network, storage and USB controllers would deny every feature.
    /// </summary>
    internal bool IsForPassthrough =>
        Mode is not (DeviceMode.Host or DeviceMode.None or DeviceMode.Unknown) || VMId is not null || Model?.IsAccelerator == true
        || DeviceClass is not null || OwnerUnknown == true;

    /// <summary>Whether the object was read from a virtual machine and not from a host.</summary>
    internal bool IsOfVM { get; }

    internal DeviceRef? Ref => device is null || VMHost is null ? null : new DeviceRef(VMHost.Id, device.Address);

    /// <summary>The devices that are detached with it: of its device group, or it alone; none where no machine has it.</summary>
    internal IReadOnlyList<PassthroughDevice> DetachedTogether => Attachment is not { } own ? []
        : [.. own.Together(Holder!).Select(other => new PassthroughDevice(ReadFrom, Holder!, other))];

    private VMRecord? Holder => Held().VM;

    private AttachmentRecord? Attachment => Held().Attachment;

    /// <summary>
    /// Who has the device, looked up when it is first asked for: listing a thousand hosts' devices does not need it.
    /// </summary>
    private (VMRecord? VM, AttachmentRecord? Attachment) Held()
    {
        if (isHolderKnown) return (vm, attachment);
        var held = new DeviceRef(VMHost!.Id, device!.Address);
        vm = ReadFrom.OwnerOf(held);
        foreach (var candidate in vm?.Devices ?? [])
        {
            if (candidate.Device == held) attachment = candidate;
        }

        isHolderKnown = true;
        return (vm, attachment);
    }
}
