using Newtonsoft.Json;
using PassthroughTools.Inventory;

namespace PassthroughTools.State.Json;

/// <summary>
/// Reads records from the store's JSON as a stream, which costs a fraction of a reflected deserialiser's time and memory.
/// Strict: a property that it does not know, a wrong type or a value out of range is a <see cref="FormatException"/> with the
/// place, since what is not understood would be lost at the next compaction.
/// </summary>
internal sealed class RecordReader(JsonTextReader json) : ValueReader(json)
{
    /// <summary>
    /// The property in which older versions kept simulated durations, which are a session's own now; it is passed over.
    /// </summary>
    public const string RetiredSimulation = "simulatedSeconds";

    public ClusterRecord Cluster()
    {
        string? id = null;
        string? name = null;
        ClusterServicesRecord? services = null;
        Enter();
        while (NextProperty() is { } property)
        {
            switch (property)
            {
                case "id": id = RequiredText(); break;
                case "name": name = RequiredText(); break;
                case "services": services = Optional(Services); break;
                default: throw Unknown(property, "cluster", typeof(ClusterRecord));
            }
        }

        return new ClusterRecord
        {
            Id = id ?? throw Missing("cluster", "id"),
            Name = name ?? throw Missing("cluster", "name"),
            Services = services,
        };
    }

    public HostRecord Host()
    {
        string? id = null;
        string? name = null;
        string? clusterId = null;
        var connectionState = VMHostState.Connected;
        var powerState = VMHostPowerState.PoweredOn;
        string? version = null;
        string? build = null;
        bool? iommuEnabled = null;
        bool? above4GDecoding = null;
        bool? sriovEnabled = null;
        bool rebindWithoutReboot = false;
        int? numaNodes = null;
        HostHardwareRecord? hardware = null;
        DvxClassRecord[] dvxClasses = [];
        DeviceGroupRecord[] deviceGroups = [];
        PciDeviceRecord[] devices = [];
        Enter();
        while (NextProperty() is { } property)
        {
            switch (property)
            {
                case "id": id = RequiredText(); break;
                case "name": name = RequiredText(); break;
                case "clusterId": clusterId = SharedText(); break;
                case "connectionState": connectionState = Name<VMHostState>(); break;
                case "powerState": powerState = Name<VMHostPowerState>(); break;
                case "version": version = SharedText(); break;
                case "build": build = SharedText(); break;
                case "iommuEnabled": iommuEnabled = OptionalFlag(); break;
                case "above4GDecoding": above4GDecoding = OptionalFlag(); break;
                case "sriovEnabled": sriovEnabled = OptionalFlag(); break;
                case "rebindWithoutReboot": rebindWithoutReboot = Flag(); break;
                case "numaNodes": numaNodes = OptionalInt(1, 1024); break;
                case "hardware": hardware = Optional(Hardware); break;
                case "dvxClasses": dvxClasses = Array(DvxClass).ToArray(); break;
                case "deviceGroups": deviceGroups = DeviceGroups(); break;
                case "devices": devices = Devices(); break;
                default: throw Unknown(property, "host", typeof(HostRecord));
            }
        }

        return new HostRecord
        {
            Id = id ?? throw Missing("host", "id"),
            Name = name ?? throw Missing("host", "name"),
            ClusterId = clusterId,
            ConnectionState = connectionState,
            PowerState = powerState,
            Version = version,
            Build = build,
            IommuEnabled = iommuEnabled,
            Above4GDecoding = above4GDecoding,
            SriovEnabled = sriovEnabled,
            RebindWithoutReboot = rebindWithoutReboot,
            NumaNodes = numaNodes,
            Hardware = hardware,
            DvxClasses = dvxClasses,
            DeviceGroups = deviceGroups,
            Devices = devices,
        };
    }

    public PciDeviceRecord Device()
    {
        PciAddress? address = null;
        PciId vendorId = default;
        PciId deviceId = default;
        PciId subVendorId = default;
        PciId subDeviceId = default;
        PciId classId = default;
        string? className = null;
        string? vendorName = null;
        string? name = null;
        PciAddress? parentAddress = null;
        PciAddress? dependentAddress = null;
        int? numaNode = null;
        string? physicalSlot = null;
        int? mmioSizeGB = null;
        bool passthroughCapable = false;
        var mode = DeviceMode.Host;
        DeviceMode? activeMode = null;
        DeviceMode[]? configurableModes = null;
        string? hardwareLabel = null;
        string? deviceClass = null;
        bool ownerUnknown = false;
        Enter();
        while (NextProperty() is { } property)
        {
            switch (property)
            {
                case "address": address = Address(); break;
                case "vendorId": vendorId = Id(); break;
                case "deviceId": deviceId = Id(); break;
                case "subVendorId": subVendorId = Id(); break;
                case "subDeviceId": subDeviceId = Id(); break;
                case "classId": classId = Id(); break;
                case "className": className = SharedText(); break;
                case "vendorName": vendorName = SharedText(); break;
                case "name": name = SharedText(); break;
                case "parentAddress": parentAddress = OptionalAddress(); break;
                case "dependentAddress": dependentAddress = OptionalAddress(); break;
                case "numaNode": numaNode = OptionalInt(0, 1024); break;
                case "physicalSlot": physicalSlot = SharedText(); break;
                case "mmioSizeGB": mmioSizeGB = OptionalInt(0, 65536); break;
                case "passthroughCapable": passthroughCapable = Flag(); break;
                case "mode": mode = Name<DeviceMode>(); break;
                case "activeMode": activeMode = Name<DeviceMode>(); break;
                case "configurableModes": configurableModes = Array(Name<DeviceMode>).ToArray(); break;
                case "hardwareLabel": hardwareLabel = SharedText(); break;
                case "deviceClass": deviceClass = SharedText(); break;
                case "ownerUnknown": ownerUnknown = Flag(); break;
                default: throw Unknown(property, "device", typeof(PciDeviceRecord));
            }
        }

        return new PciDeviceRecord
        {
            Address = address ?? throw Missing("device", "address"),
            VendorId = vendorId,
            DeviceId = deviceId,
            SubVendorId = subVendorId,
            SubDeviceId = subDeviceId,
            ClassId = classId,
            ClassName = className,
            VendorName = vendorName,
            Name = name,
            ParentAddress = parentAddress,
            DependentAddress = dependentAddress,
            NumaNode = numaNode,
            PhysicalSlot = physicalSlot,
            MmioSizeGB = mmioSizeGB,
            PassthroughCapable = passthroughCapable,
            Mode = mode,
            ActiveMode = activeMode ?? mode,
            ConfigurableModes = configurableModes,
            HardwareLabel = hardwareLabel,
            DeviceClass = deviceClass,
            OwnerUnknown = ownerUnknown,
        };
    }

    public VMRecord VM()
    {
        string? id = null;
        string? name = null;
        Guid? uuid = null;
        Guid? instanceUuid = null;
        string? hostId = null;
        bool isTemplate = false;
        var powerState = VMPowerState.PoweredOff;
        int numCpu = 1;
        int coresPerSocket = 1;
        long memoryMB = 1024;
        long memoryReservationMB = 0;
        bool memoryReservationLockedToMax = false;
        long cpuReservationMhz = 0;
        var firmware = Inventory.Firmware.Bios;
        int hardwareVersion = 0;
        string? datastore = null;
        string? guestId = null;
        string? notes = null;
        VMDetailsRecord? details = null;
        GuestRecord? guest = null;
        var advancedSettings = VMRecord.NoSettings;
        SnapshotRecord[] snapshots = [];
        AttachmentRecord[] devices = [];
        Enter();
        while (NextProperty() is { } property)
        {
            switch (property)
            {
                case "id": id = RequiredText(); break;
                case "name": name = RequiredText(); break;
                case "uuid": uuid = OptionalUuid(); break;
                case "instanceUuid": instanceUuid = OptionalUuid(); break;
                case "hostId": hostId = SharedText(); break;
                case "isTemplate": isTemplate = Flag(); break;
                case "powerState": powerState = Name<VMPowerState>(); break;
                case "numCpu": numCpu = Int(1, 4096); break;
                case "coresPerSocket": coresPerSocket = Int(1, 4096); break;
                case "memoryMB": memoryMB = Long(4, 1L << 30); break;
                case "memoryReservationMB": memoryReservationMB = Long(0, 1L << 30); break;
                case "memoryReservationLockedToMax": memoryReservationLockedToMax = Flag(); break;
                case "cpuReservationMhz": cpuReservationMhz = Long(0, 1L << 30); break;
                case "firmware": firmware = Name<Firmware>(); break;
                case "hardwareVersion": hardwareVersion = Int(0, 999); break;
                case "datastore": datastore = SharedText(); break;
                case "guestId": guestId = SharedText(); break;
                case "notes": notes = Text(); break;
                case "details": details = Optional(Details); break;
                case "guest": guest = Optional(Guest); break;
                case "advancedSettings": advancedSettings = Map(); break;
                case "snapshots": snapshots = Snapshots(); break;
                case "devices": devices = Attachments(); break;
                default: throw Unknown(property, "vm", typeof(VMRecord));
            }
        }

        return new VMRecord
        {
            Id = id ?? throw Missing("vm", "id"),
            Name = name ?? throw Missing("vm", "name"),
            Uuid = uuid,
            InstanceUuid = instanceUuid,
            HostId = hostId ?? throw Missing("vm", "hostId"),
            IsTemplate = isTemplate,
            PowerState = powerState,
            NumCpu = numCpu,
            CoresPerSocket = coresPerSocket,
            MemoryMB = memoryMB,
            MemoryReservationMB = memoryReservationMB,
            MemoryReservationLockedToMax = memoryReservationLockedToMax,
            CpuReservationMhz = cpuReservationMhz,
            Firmware = firmware,
            HardwareVersion = hardwareVersion,
            Datastore = datastore,
            GuestId = guestId,
            Notes = notes,
            Details = details,
            Guest = guest,
            AdvancedSettings = advancedSettings,
            Snapshots = snapshots,
            Devices = devices,
        };
    }

    private ClusterServicesRecord Services()
    {
        var services = new ClusterServicesRecord();
        Enter();
        while (NextProperty() is { } property)
        {
            services = property switch
            {
                "drsEnabled" => services with { DrsEnabled = OptionalFlag() },
                "drsAutomationLevel" => services with { DrsAutomationLevel = OptionalName<DrsAutomationLevel>() },
                "evcMode" => services with { EvcMode = SharedText() },
                "haEnabled" => services with { HaEnabled = OptionalFlag() },
                "haFailoverLevel" => services with { HaFailoverLevel = OptionalInt(0, 1024) },
                "haAdmissionControlEnabled" => services with { HaAdmissionControlEnabled = OptionalFlag() },
                "haIsolationResponse" => services with { HaIsolationResponse = OptionalName<HAIsolationResponse>() },
                "haRestartPriority" => services with { HaRestartPriority = OptionalName<HARestartPriority>() },
                "vsanEnabled" => services with { VsanEnabled = OptionalFlag() },
                _ => throw Unknown(property, "cluster's services", typeof(ClusterServicesRecord)),
            };
        }

        return services;
    }

    private HostHardwareRecord Hardware()
    {
        var hardware = new HostHardwareRecord();
        Enter();
        while (NextProperty() is { } property)
        {
            hardware = property switch
            {
                "manufacturer" => hardware with { Manufacturer = SharedText() },
                "model" => hardware with { Model = SharedText() },
                "processorType" => hardware with { ProcessorType = SharedText() },
                "numCpu" => hardware with { NumCpu = OptionalInt(1, 1 << 16) },
                "cpuTotalMhz" => hardware with { CpuTotalMhz = OptionalInt(1, 1 << 30) },
                "cpuUsageMhz" => hardware with { CpuUsageMhz = OptionalInt(0, 1 << 30) },
                "memoryTotalMB" => hardware with { MemoryTotalMB = OptionalLong(1, 1L << 40) },
                "memoryUsageMB" => hardware with { MemoryUsageMB = OptionalLong(0, 1L << 40) },
                "hyperthreadingActive" => hardware with { HyperthreadingActive = OptionalFlag() },
                "maxEvcMode" => hardware with { MaxEvcMode = SharedText() },
                _ => throw Unknown(property, "host's hardware", typeof(HostHardwareRecord)),
            };
        }

        return hardware;
    }

    private VMDetailsRecord Details()
    {
        var details = new VMDetailsRecord();
        Enter();
        while (NextProperty() is { } property)
        {
            details = property switch
            {
                "folder" => details with { Folder = SharedText() },
                "folderId" => details with { FolderId = SharedText() },
                "resourcePool" => details with { ResourcePool = SharedText() },
                "resourcePoolId" => details with { ResourcePoolId = SharedText() },
                "datastoreIds" => details with { DatastoreIds = Array(RequiredText).ToArray() },
                "usedSpaceGB" => details with { UsedSpaceGB = OptionalSize() },
                "provisionedSpaceGB" => details with { ProvisionedSpaceGB = OptionalSize() },
                "drsAutomationLevel" => details with { DrsAutomationLevel = OptionalName<DrsAutomationLevel>() },
                "customFields" => details with { CustomFields = Map() },
                _ => throw Unknown(property, "vm's details", typeof(VMDetailsRecord)),
            };
        }

        return details;
    }

    private GuestRecord Guest()
    {
        var guest = new GuestRecord();
        Enter();
        while (NextProperty() is { } property)
        {
            guest = property switch
            {
                "toolsRunning" => guest with { ToolsRunning = OptionalFlag() },
                "toolsVersion" => guest with { ToolsVersion = SharedText() },
                "osFullName" => guest with { OSFullName = SharedText() },
                "hostName" => guest with { HostName = Text() },
                "ipAddresses" => guest with { IPAddresses = Array(RequiredText).ToArray() },
                _ => throw Unknown(property, "vm's guest", typeof(GuestRecord)),
            };
        }

        return guest;
    }

    private DvxClassRecord DvxClass()
    {
        string? name = null;
        bool checkpointSupported = false;
        bool swDmaTracingSupported = false;
        Enter();
        while (NextProperty() is { } property)
        {
            switch (property)
            {
                case "name": name = RequiredText(); break;
                case "checkpointSupported": checkpointSupported = Flag(); break;
                case "swDmaTracingSupported": swDmaTracingSupported = Flag(); break;
                default: throw Unknown(property, "DVX class", typeof(DvxClassRecord));
            }
        }

        return new DvxClassRecord
        {
            Name = name ?? throw Missing("DVX class", "name"),
            CheckpointSupported = checkpointSupported,
            SwDmaTracingSupported = swDmaTracingSupported,
        };
    }

    private DeviceGroupRecord DeviceGroup()
    {
        string? name = null;
        PciAddress[] members = [];
        Enter();
        while (NextProperty() is { } property)
        {
            switch (property)
            {
                case "name": name = RequiredText(); break;
                case "members": members = Array(Address).ToArray(); break;
                default: throw Unknown(property, "device group", typeof(DeviceGroupRecord));
            }
        }

        System.Array.Sort(members);
        for (int i = 1; i < members.Length; i++)
        {
            if (members[i - 1] == members[i]) throw Fault($"device {members[i]} occurs twice in its group");
        }

        if (name is null) throw Missing("device group", "name");
        if (members.Length < 2) throw Fault($"device group '{name}' needs two members or more, by their PCI addresses");
        return new DeviceGroupRecord { Name = name, Members = [.. members] };
    }

    private DeviceGroupRecord[] DeviceGroups()
    {
        var groups = Array(DeviceGroup).ToArray();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in groups)
        {
            if (!known.Add($"{string.Join(" ", group.Members)} {group.Name}"))
                throw Fault($"device group '{group.Name}' occurs twice with the same members");
        }

        return groups;
    }

    private SnapshotRecord[] Snapshots()
    {
        var snapshots = Array(Snapshot).ToArray();
        if (snapshots.Count(static snapshot => snapshot.Current == true) > 1) throw Fault("two snapshots are the current one");
        return snapshots;
    }

    private SnapshotRecord Snapshot()
    {
        string? id = null;
        string? name = null;
        string? description = null;
        DateTime created = default;
        string? parentId = null;
        bool memory = false;
        VMPowerState? powerState = null;
        bool? quiesced = null;
        decimal? sizeMB = null;
        bool? current = null;
        Enter();
        while (NextProperty() is { } property)
        {
            switch (property)
            {
                case "id": id = RequiredText(); break;
                case "name": name = RequiredText(); break;
                case "description": description = Text(); break;
                case "created": created = Time(); break;
                case "parentId": parentId = Text(); break;
                case "memory": memory = Flag(); break;
                case "powerState": powerState = OptionalName<VMPowerState>(); break;
                case "quiesced": quiesced = OptionalFlag(); break;
                case "sizeMB": sizeMB = OptionalSize(); break;
                case "current": current = OptionalFlag(); break;
                default: throw Unknown(property, "snapshot", typeof(SnapshotRecord));
            }
        }

        return new SnapshotRecord
        {
            Id = id ?? throw Missing("snapshot", "id"),
            Name = name ?? throw Missing("snapshot", "name"),
            Description = description,
            Created = created,
            ParentId = parentId,
            Memory = memory,
            PowerState = powerState,
            Quiesced = quiesced,
            SizeMB = sizeMB,
            Current = current,
        };
    }

    private AttachmentRecord Attachment()
    {
        int? key = null;
        DirectPathTechnology? technology = null;
        string? hostId = null, hardwareLabel = null, deviceClass = null, deviceGroup = null;
        int? groupInstanceKey = null;
        PciAddress? address = null;
        PciId vendorId = default;
        PciId deviceId = default;
        AllowedDevice[] allowedDevices = [];
        var configParameters = VMRecord.NoSettings;
        Enter();
        while (NextProperty() is { } property)
        {
            switch (property)
            {
                case "key": key = Int(0, int.MaxValue); break;
                case "technology": technology = Name<DirectPathTechnology>(); break;
                case "hostId": hostId = SharedText(); break;
                case "address": address = OptionalAddress(); break;
                case "vendorId": vendorId = Id(); break;
                case "deviceId": deviceId = Id(); break;
                case "allowedDevices": allowedDevices = Array(Allowed).ToArray(); break;
                case "hardwareLabel": hardwareLabel = SharedText(); break;
                case "deviceClass": deviceClass = SharedText(); break;
                case "configParameters": configParameters = Map(); break;
                case "deviceGroup": deviceGroup = SharedText(); break;
                case "groupInstanceKey": groupInstanceKey = OptionalInt(0, int.MaxValue); break;
                default: throw Unknown(property, "passthrough device", typeof(AttachmentRecord));
            }
        }

        if (hostId is null != address is null) throw Fault("a passthrough device holds a device by hostId and address together");
        if (deviceGroup is null != groupInstanceKey is null)
            throw Fault("a passthrough device belongs to a device group by deviceGroup and groupInstanceKey together");
        return new AttachmentRecord
        {
            Key = key ?? throw Missing("passthrough device", "key"),
            Technology = technology ?? throw Missing("passthrough device", "technology"),
            Device = hostId is null ? null : new DeviceRef(hostId, address!.Value),
            VendorId = vendorId,
            DeviceId = deviceId,
            AllowedDevices = allowedDevices,
            HardwareLabel = hardwareLabel,
            DeviceClass = deviceClass,
            ConfigParameters = configParameters,
            DeviceGroup = deviceGroup,
            GroupInstanceKey = groupInstanceKey,
        };
    }

    private AttachmentRecord[] Attachments()
    {
        var attachments = Array(Attachment).ToArray();
        if (attachments.Length < 2) return attachments;
        var keys = new HashSet<int>();
        foreach (var attachment in attachments)
        {
            if (!keys.Add(attachment.Key))
                throw Fault(FormattableString.Invariant($"two passthrough devices have the key {attachment.Key}"));
        }

        return attachments;
    }

    private PciDeviceRecord[] Devices()
    {
        var devices = Array(Device).ToArray();
        System.Array.Sort(devices, static (left, right) => left.Address.CompareTo(right.Address));
        for (int i = 1; i < devices.Length; i++)
        {
            if (devices[i - 1].Address == devices[i].Address)
                throw Fault($"device {devices[i].Address} occurs twice on its host");
        }

        return devices;
    }
}
