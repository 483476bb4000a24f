using PassthroughTools.State;

namespace PassthroughTools.Projection;

/// <summary>
/// All that VIM objects do not say of an inventory. What is not on this list they say, and it can be read from them again; what
/// is on it is not known of an inventory that was read from a vCenter.
/// </summary>
internal static class VimLimits
{
    /// <summary>The list.</summary>
    public static IReadOnlyList<VimLimit> All =>
    [
        new(Of<HostRecord>(nameof(HostRecord.IommuEnabled)), "a setting of the firmware; no API of a host tells it"),
        new(Of<HostRecord>(nameof(HostRecord.Above4GDecoding)), "a setting of the firmware; no API of a host tells it"),
        new(Of<HostRecord>(nameof(HostRecord.SriovEnabled)), "a setting of the firmware; VIM tells it of each device"),
        new(Of<ClusterServicesRecord>(nameof(ClusterServicesRecord.DrsAutomationLevel)),
            "VIM has the levels that DRS has", "it is Disabled or AsSpecifiedByCluster"),
        new(Of<HostHardwareRecord>(nameof(HostHardwareRecord.CpuTotalMhz)),
            "VIM has the frequency of a core", "it is not a multiple of the cores, or they are not known"),
        new(Of<HostRecord>(nameof(HostRecord.DeviceGroups)),
            "QueryConfigTarget names the kinds of their devices, without addresses"),
        new(Of<PciDeviceRecord>(nameof(PciDeviceRecord.Mode)),
            "before 9.1 VIM has passthruEnabled and graphicsType",
            "it is not Host, DirectPath or one of vGPUs"),
        new(Of<PciDeviceRecord>(nameof(PciDeviceRecord.ActiveMode)),
            "before 9.1 VIM has passthruActive and graphicsType",
            "it is not Host, DirectPath or one of vGPUs"),
        new(Of<PciDeviceRecord>(nameof(PciDeviceRecord.ConfigurableModes)), "VIM has them since 9.1"),
        new(Of<PciDeviceRecord>(nameof(PciDeviceRecord.DeviceClass)), "VIM has the classes of a host, without their devices"),
        new(Of<PciDeviceRecord>(nameof(PciDeviceRecord.ParentAddress)),
            "VIM has how many a physical function has", "other devices could be its virtual functions too"),
        new(Of<PciDeviceRecord>(nameof(PciDeviceRecord.MmioSizeGB)),
            "the size of a BAR is not in VIM; the catalog or a file tells it"),
        new(Of<PciDeviceRecord>(nameof(PciDeviceRecord.OwnerUnknown)), "a vCenter does not tell what an account may not see"),
        new(Of<VMRecord>(nameof(VMRecord.Datastore)),
            "VIM has it in the path of a file, which is not recorded",
            "it is on several, or their ids are not known"),
        new(Of<VMRecord>(nameof(VMRecord.MemoryReservationMB)),
            "VIM has the reservation that is in force", "it is locked to the maximum"),
        new(Of<GuestRecord>(nameof(GuestRecord.ToolsRunning)), "they do not run then", "the machine is not powered on"),
        new(Of<GuestRecord>(nameof(GuestRecord.HostName)), "a guest that does not run tells none",
            "the machine is not powered on"),
        new(Of<GuestRecord>(nameof(GuestRecord.IPAddresses)),
            "VIM has the others by network adapter, which are not recorded",
            "it is not the first, or the machine is not powered on"),
        new(Of<VMDetailsRecord>(nameof(VMDetailsRecord.Folder)),
            "the name is the folder's, which has no view", "its id is not known"),
        new(Of<VMDetailsRecord>(nameof(VMDetailsRecord.FolderId)),
            "VIM has a reference", "it is not the id of a managed object"),
        new(Of<VMDetailsRecord>(nameof(VMDetailsRecord.ResourcePool)),
            "the name is the pool's, which has no view", "its id is not known"),
        new(Of<VMDetailsRecord>(nameof(VMDetailsRecord.ResourcePoolId)),
            "VIM has a reference", "it is not the id of a managed object"),
        new(Of<VMDetailsRecord>(nameof(VMDetailsRecord.ProvisionedSpaceGB)),
            "VIM has what is left of it", "the used space is not known"),
        new(Of<VMDetailsRecord>(nameof(VMDetailsRecord.DrsAutomationLevel)),
            "VIM has it in the cluster, in a type that is not served yet"),
        new(Of<VMDetailsRecord>(nameof(VMDetailsRecord.CustomFields)),
            "VIM has numbers; their names are in an object that has no view"),
        new(Of<SnapshotRecord>(nameof(SnapshotRecord.ParentId)), "VIM has a tree", "it names no snapshot of the machine"),
        new(Of<SnapshotRecord>(nameof(SnapshotRecord.Memory)),
            "VIM has the power state in it", "the machine is suspended in it"),
        new(Of<SnapshotRecord>(nameof(SnapshotRecord.PowerState)), "VIM has the power state in it", "Memory tells the same"),
        new(Of<SnapshotRecord>(nameof(SnapshotRecord.SizeMB)), "VIM has the files of snapshots, which are not recorded"),
        new(Of<SnapshotRecord>(nameof(SnapshotRecord.Current)),
            "VIM names the current one", "it is not known, and the last one is taken"),
        new(Of<AttachmentRecord>(nameof(AttachmentRecord.Device)),
            "VIM has that of Fixed ones, and of Dynamic ones that run",
            "it is Enhanced, or Dynamic and off"),
        new(Of<AttachmentRecord>(nameof(AttachmentRecord.AllowedDevices)), "only those have some", "the device is not Dynamic"),
        new(Of<AttachmentRecord>(nameof(AttachmentRecord.VendorId)),
            "VIM has that of a Fixed one, else of the host's device",
            "it is not Fixed, or its card is not known"),
        new(Of<AttachmentRecord>(nameof(AttachmentRecord.DeviceId)),
            "VIM has that of a Fixed one, else of the host's device",
            "it is not Fixed, or its card is not known"),
        new(Of<AttachmentRecord>(nameof(AttachmentRecord.HardwareLabel)), "only those have one", "the device is not Dynamic"),
        new(Of<AttachmentRecord>(nameof(AttachmentRecord.DeviceClass)), "only those have one", "the device is not Enhanced"),
        new(Of<AttachmentRecord>(nameof(AttachmentRecord.ConfigParameters)),
            "only those have some", "the device is not Enhanced"),
    ];

    private static string Of<T>(string property) => $"{typeof(T).Name.Replace("Record", "")}.{property}";
}
