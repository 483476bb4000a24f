using System.Xml.Linq;

namespace PassthroughTools.Core.Tests.VSphere;

/// <summary>
/// The order in which a vSphere takes arguments and elements, and no other: written after shared/data/vim25.md, section 1, and
/// for what is older after the types of govmomi 0.24.2, for vSphere 9.0 after those of its newest (vim25/types), which nobody
/// here wrote; not after our own types. A row has a type, after &lt; its base, whose elements come first, and its elements in
/// order, each of them optional; after a colon is the type of a data object that is declared for it.
/// </summary>
internal static class WireOrder
{
    private static readonly XNamespace Vim = "urn:vim25", Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The methods that are called, each with its arguments after _this.</summary>
    public static IReadOnlyDictionary<string, Row> Methods { get; } = Read(
        """
        CancelTask
        ContinueRetrievePropertiesEx: token
        CreateContainerView: container type recursive
        CreateFilter: spec:PropertyFilterSpec partialUpdates
        CreatePropertyCollector
        CreateSnapshot_Task: name description memory quiesce
        CreateVM_Task: config:VirtualMachineConfigSpec pool host
        CurrentTime
        DestroyPropertyCollector
        DestroyView
        Destroy_Task
        DirectPathProfileManagerList: filterSpec:DirectPathProfileManagerFilterSpec
        DirectPathProfileManagerQueryCapacity: target:DirectPathProfileManagerTargetEntity querySpec:DirectPathProfileManagerCapacityQuerySpec
        EnterMaintenanceMode_Task: timeout evacuatePoweredOffVms maintenanceSpec:HostMaintenanceSpec
        ExitMaintenanceMode_Task: timeout
        Login: userName password locale
        Logout
        MigrateVM_Task: pool host priority state
        PowerOffVM_Task
        PowerOnVM_Task: host
        QueryConfigTarget: host
        QueryEvents: filter:EventFilterSpec
        RebootGuest
        RebootHost_Task: force
        ReconfigVM_Task: spec:VirtualMachineConfigSpec
        Refresh
        RelocateVM_Task: spec:VirtualMachineRelocateSpec priority
        RemoveSnapshot_Task: removeChildren consolidate
        Rename_Task: newName
        ResetVM_Task
        RetrievePropertiesEx: specSet:PropertyFilterSpec options:RetrieveOptions
        RetrieveServiceContent
        ShutdownGuest
        SuspendVM_Task
        UnregisterVM
        UpdateGraphicsConfig: config:HostGraphicsConfig
        UpdatePassthruConfig: config:HostPciPassthruConfig
        UpgradeVM_Task: version
        WaitForUpdatesEx: version options:WaitOptions
        """);

    /// <summary>The data objects that are sent.</summary>
    public static IReadOnlyDictionary<string, Row> Types { get; } = Read(
        """
        ArrayUpdateSpec: operation removeKey:any
        Description: label summary
        DirectPathProfileManagerCapacityQueryByDeviceConfig < DirectPathProfileManagerCapacityQuerySpec:
            deviceConfig:DirectPathProfileManagerDirectPathConfig
        DirectPathProfileManagerCapacityQueryById < DirectPathProfileManagerCapacityQuerySpec: id
        DirectPathProfileManagerCapacityQueryByName < DirectPathProfileManagerCapacityQuerySpec: name
        DirectPathProfileManagerCapacityQuerySpec
        DirectPathProfileManagerDirectPathConfig
        DirectPathProfileManagerDvxDirectPathConfig < DirectPathProfileManagerDirectPathConfig:
            dvxBacking:VirtualPCIPassthroughDvxBackingInfo
        DirectPathProfileManagerFilterSpec: ids names clusters
        DirectPathProfileManagerTargetEntity
        DirectPathProfileManagerTargetHost < DirectPathProfileManagerTargetEntity: host
        ElementDescription < Description: key
        EventFilterSpec: entity time userName eventChainId alarm scheduledTask disableFullMessage category type tag
            eventTypeId maxCount
        HostCpuIdInfo: level vendor eax ebx ecx edx
        HostGraphicsConfig: hostDefaultGraphicsType sharedPassthruAssignmentPolicy deviceType:HostGraphicsConfigDeviceType
        HostGraphicsConfigDeviceType: deviceId graphicsType vgpuMode
        HostPciPassthruConfig: id passthruEnabled applyNow hardwareLabel
        HostSriovConfig < HostPciPassthruConfig: sriovEnabled numVirtualFunction
        LatencySensitivity: level sensitivity
        ManagedByInfo: extensionKey type
        ObjectSpec: obj skip selectSet:SelectionSpec
        OptionValue: key value:any
        ParaVirtualSCSIController < VirtualSCSIController
        PropertyFilterSpec: propSet:PropertySpec objectSet:ObjectSpec reportMissingObjectsInResults
        PropertySpec: type all pathSet
        ResourceAllocationInfo: reservation expandableReservation limit shares:SharesInfo overheadLimit
        RetrieveOptions: maxObjects
        SelectionSpec: name
        SharesInfo: shares level
        ToolsConfigInfo: toolsVersion toolsInstallType afterPowerOn afterResume beforeGuestStandby beforeGuestShutdown
            beforeGuestReboot toolsUpgradePolicy pendingCustomization customizationKeyId syncTimeWithHostAllowed
            syncTimeWithHost lastInstallInfo
        TraversalSpec < SelectionSpec: type path skip selectSet:SelectionSpec
        VirtualAHCIController < VirtualSATAController
        VirtualCdrom < VirtualDevice
        VirtualController < VirtualDevice: busNumber device
        VirtualDevice: key deviceInfo:Description backing:VirtualDeviceBackingInfo connectable:VirtualDeviceConnectInfo
            slotInfo:VirtualDeviceBusSlotInfo controllerKey unitNumber numaNode deviceGroupInfo:VirtualDeviceDeviceGroupInfo
        VirtualDeviceBackingInfo
        VirtualDeviceBusSlotInfo
        VirtualDeviceConfigSpec: operation fileOperation device:VirtualDevice profile backing filterSpec changeMode
        VirtualDeviceConnectInfo: migrateConnect startConnected allowGuestControl connected status
        VirtualDeviceDeviceBackingInfo < VirtualDeviceBackingInfo: deviceName useAutoDetect
        VirtualDeviceDeviceGroupInfo: groupInstanceKey sequenceId
        VirtualDeviceFileBackingInfo < VirtualDeviceBackingInfo: fileName datastore backingObjectId
        VirtualDevicePciBusSlotInfo < VirtualDeviceBusSlotInfo: pciSlotNumber
        VirtualDisk < VirtualDevice: capacityInKB capacityInBytes shares:SharesInfo storageIOAllocation diskObjectId
            vFlashCacheConfigInfo iofilter vDiskId nativeUnmanagedLinkedClone
        VirtualDiskFlatVer2BackingInfo < VirtualDeviceFileBackingInfo: diskMode split writeThrough thinProvisioned
            eagerlyScrub uuid contentId changeId parent:VirtualDiskFlatVer2BackingInfo deltaDiskFormat digestEnabled
            deltaGrainSize deltaDiskFormatVariant sharing keyId
        VirtualE1000 < VirtualEthernetCard
        VirtualE1000e < VirtualEthernetCard
        VirtualEthernetCard < VirtualDevice: addressType macAddress wakeOnLanEnabled
            resourceAllocation:VirtualEthernetCardResourceAllocation externalId uptCompatibilityEnabled
        VirtualEthernetCardResourceAllocation: reservation share:SharesInfo limit
        VirtualFloppy < VirtualDevice
        VirtualIDEController < VirtualController
        VirtualKeyboard < VirtualDevice
        VirtualLsiLogicController < VirtualSCSIController
        VirtualLsiLogicSASController < VirtualSCSIController
        HostMaintenanceSpec: vsanMode:VsanHostDecommissionMode purpose
        VsanHostDecommissionMode: objectAction
        VirtualMachineAffinityInfo: affinitySet
        VirtualMachineBootOptions: bootDelay enterBIOSSetup efiSecureBootEnabled bootRetryEnabled bootRetryDelay
            bootOrder:VirtualMachineBootOptionsBootableDevice networkBootProtocol
        VirtualMachineBootOptionsBootableDevice
        VirtualMachineConfigSpec: changeVersion name version createDate uuid instanceUuid npivNodeWorldWideName
            npivPortWorldWideName npivWorldWideNameType npivDesiredNodeWwns npivDesiredPortWwns npivTemporaryDisabled
            npivOnNonRdmDisks npivWorldWideNameOp locationId guestId alternateGuestName annotation
            files:VirtualMachineFileInfo tools:ToolsConfigInfo flags:VirtualMachineFlagInfo consolePreferences powerOpInfo
            numCPUs vcpuConfig numCoresPerSocket memoryMB memoryHotAddEnabled cpuHotAddEnabled cpuHotRemoveEnabled
            virtualICH7MPresent virtualSMCPresent deviceChange:VirtualDeviceConfigSpec cpuAllocation:ResourceAllocationInfo
            memoryAllocation:ResourceAllocationInfo latencySensitivity:LatencySensitivity
            cpuAffinity:VirtualMachineAffinityInfo memoryAffinity:VirtualMachineAffinityInfo networkShaper
            cpuFeatureMask:VirtualMachineCpuIdInfoSpec extraConfig:OptionValue swapPlacement
            bootOptions:VirtualMachineBootOptions vAppConfig ftInfo repConfig vAppConfigRemoved vAssertsEnabled
            changeTrackingEnabled firmware maxMksConnections guestAutoLockEnabled managedBy:ManagedByInfo
            memoryReservationLockedToMax nestedHVEnabled vPMCEnabled scheduledHardwareUpgradeInfo vmProfile
            messageBusTunnelEnabled crypto migrateEncryption sgxInfo ftEncryptionMode guestMonitoringModeInfo sevEnabled
            deviceGroups:VirtualMachineVirtualDeviceGroups fixedPassthruHotPlugEnabled
        VirtualMachineCpuIdInfoSpec < ArrayUpdateSpec: info:HostCpuIdInfo
        VirtualMachineFileInfo: vmPathName snapshotDirectory suspendDirectory logDirectory ftMetadataDirectory
        VirtualMachineFlagInfo: disableAcceleration enableLogging useToe runWithDebugInfo monitorType htSharing
            snapshotDisabled snapshotLocked diskUuidEnabled virtualMmuUsage virtualExecUsage snapshotPowerOffBehavior
            recordReplayEnabled faultToleranceType cbrcCacheEnabled vvtdEnabled vbsEnabled
        VirtualMachineRelocateSpec: service folder datastore diskMoveType pool host disk transform
            deviceChange:VirtualDeviceConfigSpec profile cryptoSpec
        VirtualMachineVMCIDevice < VirtualDevice: id allowUnrestrictedCommunication filterEnable filterInfo
        VirtualMachineVideoCard < VirtualDevice: videoRamSizeInKB numDisplays useAutoDetect enable3DSupport use3dRenderer
            graphicsMemorySizeInKB
        VirtualMachineVirtualDeviceGroups: deviceGroup:VirtualMachineVirtualDeviceGroupsDeviceGroup
        VirtualMachineVirtualDeviceGroupsDeviceGroup: groupInstanceKey deviceInfo:Description
        VirtualMachineVirtualDeviceGroupsVendorDeviceGroup < VirtualMachineVirtualDeviceGroupsDeviceGroup: deviceGroupName
        VirtualNVMEController < VirtualController
        VirtualPCIController < VirtualController
        VirtualPCIPassthrough < VirtualDevice
        VirtualPCIPassthroughAllowedDevice: vendorId deviceId subVendorId subDeviceId revisionId
        VirtualPCIPassthroughDeviceBackingInfo < VirtualDeviceDeviceBackingInfo: id deviceId systemId vendorId
        VirtualPCIPassthroughDvxBackingInfo < VirtualDeviceBackingInfo: deviceClass configParams:OptionValue
        VirtualPCIPassthroughDynamicBackingInfo < VirtualDeviceDeviceBackingInfo:
            allowedDevice:VirtualPCIPassthroughAllowedDevice customLabel assignedId
        VirtualPCIPassthroughPluginBackingInfo < VirtualDeviceBackingInfo
        VirtualPCIPassthroughVmiopBackingInfo < VirtualPCIPassthroughPluginBackingInfo: vgpu vgpuMigrateDataSizeMB
            migrateSupported enhancedMigrateCapability
        VirtualPS2Controller < VirtualController
        VirtualPointingDevice < VirtualDevice
        VirtualSATAController < VirtualController
        VirtualSCSIController < VirtualController: hotAddRemove sharedBus scsiCtlrUnitNumber
        VirtualSIOController < VirtualController
        VirtualSerialPort < VirtualDevice: yieldOnPoll
        VirtualSriovEthernetCard < VirtualEthernetCard: allowGuestOSMtuChange
            sriovBacking:VirtualSriovEthernetCardSriovBackingInfo
            dvxBackingInfo:VirtualPCIPassthroughDvxBackingInfo
        VirtualSriovEthernetCardSriovBackingInfo < VirtualDeviceBackingInfo:
            physicalFunctionBacking:VirtualPCIPassthroughDeviceBackingInfo
            virtualFunctionBacking:VirtualPCIPassthroughDeviceBackingInfo virtualFunctionIndex
        VirtualTPM < VirtualDevice: endorsementKeyCertificateSigningRequest endorsementKeyCertificate
        VirtualUSB < VirtualDevice: connected vendor product family speed
        VirtualUSBController < VirtualController: autoConnectDevices ehciEnabled
        VirtualUSBXHCIController < VirtualController: autoConnectDevices
        VirtualVmxnet < VirtualEthernetCard
        VirtualVmxnet3 < VirtualVmxnet
        WaitOptions: maxWaitSeconds maxObjectUpdates
        """);

    /// <summary>
    /// What a server would refuse a request for, one line a fault; and the method and the types that are in it.
    /// </summary>
    /// <param name="request">The request, as it is sent.</param>
    /// <param name="sent">Takes the method and the types.</param>
    public static List<string> Faults(string request, ISet<string> sent)
    {
        var faults = new List<string>();
        var call = XDocument.Parse(request).Root!.Elements().Single().Elements().Single();
        string method = call.Name.LocalName;
        sent.Add(method);
        if (!Methods.TryGetValue(method, out var row)) return [$"{method} is no method of the table"];
        Check(call, [("_this", null), .. row.Elements], method, sent, faults);
        return faults;
    }

    /// <summary>A type's elements, those of its base first.</summary>
    public static IReadOnlyList<(string Name, string? Type)> ElementsOf(string type)
    {
        var row = Types[type];
        return row.Base is null ? row.Elements : [.. ElementsOf(row.Base), .. row.Elements];
    }

    private static void Check(
        XElement parent, IReadOnlyList<(string Name, string? Type)> order, string where, ISet<string> sent, List<string> faults)
    {
        int at = 0;
        foreach (var child in parent.Elements())
        {
            string name = child.Name.LocalName, here = $"{where}.{name}";
            int place = order.ToList().FindIndex(one => child.Name == Vim + one.Name);
            if (place < 0) faults.Add($"{here} is not an element of it");
            else if (place < at) faults.Add($"{here} comes after {order[at].Name}");
            at = Math.Max(at, place);
            if (place >= 0) CheckValue(child, order[place].Type, here, sent, faults);
        }
    }

    private static void CheckValue(XElement element, string? declared, string here, ISet<string> sent, List<string> faults)
    {
        string? told = TypeTold(element);
        if (declared == Row.Any && told is null) faults.Add($"{here} does not tell its type, which is declared as any");
        if (declared is null or Row.Any)
        {
            if (element.HasElements) faults.Add($"{here} is a simple value and has elements");
            return;
        }

        string type = told ?? declared;
        if (!Derives(type, declared))
        {
            faults.Add($"{here} is a {type}, which is no {declared}");
            return;
        }

        for (string? kind = type; kind is not null; kind = Types[kind].Base) sent.Add(kind);
        Check(element, ElementsOf(type), here, sent, faults);
    }

    /// <summary>The type that an element tells of itself.</summary>
    private static string? TypeTold(XElement element)
    {
        if ((string?)element.Attribute(Instance + "type") is not { } text) return null;
        var parts = text.Split(':');
        var space = parts.Length == 2 ? element.GetNamespaceOfPrefix(parts[0]) : element.GetDefaultNamespace();
        return space == Vim ? parts[^1] : text;
    }

    private static bool Derives(string type, string from) =>
        Types.TryGetValue(type, out var row) && (type == from || (row.Base is { } parent && Derives(parent, from)));

    private static Dictionary<string, Row> Read(string table)
    {
        // A row goes on in lines that are indented.
        var lines = table.Replace("\n    ", " ", StringComparison.Ordinal).Split('\n');
        return lines.Select(static line => Row.Of(line)).ToDictionary(static row => row.Name, StringComparer.Ordinal);
    }

    /// <summary>A row of the table.</summary>
    internal sealed record Row(string Name, string? Base, IReadOnlyList<(string Name, string? Type)> Elements)
    {
        /// <summary>The type of a value that may be of any type.</summary>
        public const string Any = "any";

        private static readonly char[] Space = [' '];

        public static Row Of(string line)
        {
            var parts = line.Split(": ");
            var head = parts[0].TrimEnd(':').Split(" < ");
            var elements = (parts.Length > 1 ? parts[1] : "").Split(Space, StringSplitOptions.RemoveEmptyEntries)
                .Select(static element => element.Split(':')).Select(static pair => (pair[0], pair.Length > 1 ? pair[1] : null));
            return new Row(head[0].Trim(), head.Length > 1 ? head[1].Trim() : null, [.. elements]);
        }
    }
}
