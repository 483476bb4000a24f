using Newtonsoft.Json;

namespace PassthroughTools.State.Json;

/// <summary>Property names that recur in every record, so that reading one allocates nothing.</summary>
internal sealed class PropertyNames : DefaultJsonNameTable
{
    private static readonly string[] Known =
    [
        "id", "name", "clusterId", "connectionState", "powerState", "version", "build", "iommuEnabled", "above4GDecoding",
        "sriovEnabled",
        "rebindWithoutReboot", "numaNodes", "dvxClasses", "devices", "address", "vendorId", "deviceId", "subVendorId",
        "subDeviceId", "classId",
        "className", "vendorName", "parentAddress", "dependentAddress", "numaNode", "physicalSlot", "mmioSizeGB",
        "passthroughCapable", "mode", "activeMode",
        "configurableModes", "hardwareLabel", "deviceClass", "ownerUnknown", "hostId", "isTemplate", "numCpu", "coresPerSocket",
        "memoryMB",
        "memoryReservationMB", "memoryReservationLockedToMax", "cpuReservationMhz", "firmware", "hardwareVersion", "datastore",
        "guestId", "notes",
        "uuid", "instanceUuid", "advancedSettings", "snapshots", "key", "technology", "allowedDevices",
        "services", "hardware", "details", "guest", "manufacturer", "model", "processorType", "cpuTotalMhz", "cpuUsageMhz",
        "memoryTotalMB",
        "memoryUsageMB", "hyperthreadingActive", "maxEvcMode", "folder", "folderId", "resourcePool", "resourcePoolId",
        "datastoreIds",
        "quiesced", "sizeMB", "current", "usedSpaceGB", "provisionedSpaceGB", "customFields", "toolsRunning", "toolsVersion",
        "osFullName", "hostName", "ipAddresses",
        "deviceGroups", "members", "deviceGroup", "groupInstanceKey",
    ];

    private PropertyNames()
    {
        foreach (var name in Known) Add(name);
    }

    /// <summary>Filled once and only read afterwards, so that threads may share it.</summary>
    public static PropertyNames Instance { get; } = new();
}
