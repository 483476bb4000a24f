namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>A document of the store's shape in which every property of every record stands at least once.</summary>
internal static class EveryRecord
{
    public const string Json = """
        {
          "schemaVersion": 1,
          "clusters": [
            {
              "id": "c", "name": "All",
              "services": { "drsEnabled": true, "drsAutomationLevel": "partiallyAutomated", "evcMode": "intel-icelake", "haEnabled": false, "haFailoverLevel": 1,
                "haAdmissionControlEnabled": true, "haIsolationResponse": "doNothing", "haRestartPriority": "medium", "vsanEnabled": false }
            }
          ],
          "hosts": [
            {
              "id": "h", "name": "all01.domain.com", "clusterId": "c", "connectionState": "maintenance", "powerState": "standBy", "version": "8.0.3",
              "build": "24022510", "iommuEnabled": true, "above4GDecoding": true, "sriovEnabled": false, "rebindWithoutReboot": true, "numaNodes": 2,
              "hardware": { "manufacturer": "Dell Inc.", "model": "PowerEdge R750", "processorType": "Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz",
                "numCpu": 64, "cpuTotalMhz": 127872, "cpuUsageMhz": 0, "memoryTotalMB": 524288, "memoryUsageMB": 65536, "hyperthreadingActive": true,
                "maxEvcMode": "intel-icelake" },
              "dvxClasses": [{ "name": "com.example.dvx", "checkpointSupported": true, "swDmaTracingSupported": false }],
              "deviceGroups": [{ "name": "all-pair", "members": ["0000:03:00.0", "0000:04:00.0"] }],
              "devices": [
                {
                  "address": "0000:03:00.0", "vendorId": "0x10de", "deviceId": "0x1eb8", "subVendorId": "0x10de", "subDeviceId": "0x12a2",
                  "classId": "0x0302", "className": "3D controller", "vendorName": "NVIDIA Corporation", "name": "Tesla T4",
                  "parentAddress": "0000:02:00.0", "dependentAddress": "0000:00:01.0", "numaNode": 1, "physicalSlot": "3", "mmioSizeGB": 16, "passthroughCapable": true,
                  "mode": "directPath", "activeMode": "host", "configurableModes": ["host", "directPath"], "hardwareLabel": "all",
                  "deviceClass": "com.example.dvx", "ownerUnknown": true
                },
                { "address": "0000:04:00.0", "vendorId": "0x10de", "deviceId": "0x1eb8", "passthroughCapable": true, "mode": "directPath", "activeMode": "directPath" }
              ]
            },
            { "id": "i", "name": "all02.domain.com", "cluster": "All", "connectionState": "notResponding", "powerState": "unknown", "devices": [] }
          ],
          "vms": [
            {
              "id": "v", "name": "all-vm", "uuid": "564d3f2a-0b1c-4d5e-8f90-a1b2c3d4e5f6",
              "instanceUuid": "502c1a2b-3c4d-5e6f-7081-92a3b4c5d6e7", "hostId": "h", "powerState": "suspended", "numCpu": 4, "coresPerSocket": 2, "memoryMB": 8192,
              "memoryReservationMB": 8192, "memoryReservationLockedToMax": true, "cpuReservationMhz": 500, "firmware": "efi", "hardwareVersion": 21,
              "datastore": "ssd-01", "guestId": "ubuntu-64", "notes": "half \"quoted\" \u00e4\ud83d\ude00\u2028\t", "advancedSettings": { "a.b": "", "c": "d" },
              "details": { "folder": "All", "folderId": "Folder-group-v3", "resourcePool": "Resources", "resourcePoolId": "ResourcePool-resgroup-8",
                "datastoreIds": ["Datastore-datastore-12"], "usedSpaceGB": 40.5, "provisionedSpaceGB": 120, "drsAutomationLevel": "manual",
                "customFields": { "Owner": "all" } },
              "guest": { "toolsRunning": true, "toolsVersion": "12.4.0", "osFullName": "Ubuntu Linux (64-bit)", "hostName": "all-vm", "ipAddresses": ["192.0.2.1"] },
              "snapshots": [
                { "id": "snapshot-1", "name": "first", "created": "2026-01-01T00:00:00.0000000Z", "quiesced": true, "sizeMB": 1.5, "current": true },
                { "id": "snapshot-2", "name": "second", "description": "with memory", "created": "2026-01-02T00:00:00.0000000Z", "parentId": "snapshot-1", "memory": true, "powerState": "suspended" }
              ],
              "devices": [
                { "key": 13000, "technology": "fixed", "hostId": "h", "address": "0000:04:00.0", "vendorId": "0x10de", "deviceId": "0x1eb8",
                  "deviceGroup": "all-pair", "groupInstanceKey": 1 },
                { "key": 13001, "technology": "dynamic", "allowedDevices": ["10de:1eb8", "10de:20f1"], "hardwareLabel": "all" },
                { "key": 13002, "technology": "enhanced", "deviceClass": "com.example.dvx", "configParameters": { "profile": "large" } }
              ]
            },
            { "id": "t", "name": "all-template", "hostId": "i", "isTemplate": true, "numCpu": 1, "memoryMB": 1024, "hardwareVersion": 13 }
          ]
        }
        """;
}
