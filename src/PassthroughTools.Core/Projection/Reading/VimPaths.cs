namespace PassthroughTools.Projection.Reading;

/// <summary>
/// What is read of each type, no more than is recorded. Source of the versions: the vSphere Web Services API as govmomi has it
/// (vim25/types), and its release notes for those before 7.0.
/// </summary>
internal static class VimPaths
{
    /// <summary>
    /// All of them. A cluster's configuration and summary are read whole: their declared types lack what is recorded of clusters,
    /// and not every server takes a path into a derived type.
    /// </summary>
    public static IReadOnlyList<VimPath> All =>
    [
        new("Folder", "name"),
        new("ResourcePool", "name"),
        new("Datastore", "name"),

        new("ClusterComputeResource", "name"),
        new("ClusterComputeResource", "configurationEx"),
        new("ClusterComputeResource", "summary"),

        new("HostSystem", "name"),
        new("HostSystem", "parent"),
        new("HostSystem", "runtime.connectionState"),
        new("HostSystem", "runtime.powerState"),
        new("HostSystem", "runtime.inMaintenanceMode"),
        new("HostSystem", "summary.config.product"),
        new("HostSystem", "summary.hardware"),
        new("HostSystem", "summary.maxEVCModeKey"),
        new("HostSystem", "summary.quickStats.overallCpuUsage"),
        new("HostSystem", "summary.quickStats.overallMemoryUsage"),
        new("HostSystem", "capability.deviceRebindWithoutRebootSupported", "7.0"),
        new("HostSystem", "config.hyperThread.active"),
        new("HostSystem", "config.pciPassthruInfo"),
        new("HostSystem", "config.graphicsInfo", "5.5"),
        new("HostSystem", "config.graphicsConfig", "6.5"),
        new("HostSystem", "hardware.pciDevice"),
        new("HostSystem", "hardware.numaInfo"),
        new("HostSystem", "hardware.dvxClasses", "8.0.0.1"),

        new("VirtualMachine", "name"),
        new("VirtualMachine", "parent"),
        new("VirtualMachine", "resourcePool"),
        new("VirtualMachine", "datastore"),
        new("VirtualMachine", "snapshot"),
        new("VirtualMachine", "runtime.host"),
        new("VirtualMachine", "runtime.powerState"),
        new("VirtualMachine", "config.version"),
        new("VirtualMachine", "config.uuid"),
        new("VirtualMachine", "config.instanceUuid"),
        new("VirtualMachine", "config.template"),
        new("VirtualMachine", "config.guestId"),
        new("VirtualMachine", "config.annotation"),
        new("VirtualMachine", "config.files.vmPathName"),
        new("VirtualMachine", "config.hardware.numCPU"),
        new("VirtualMachine", "config.hardware.numCoresPerSocket", "5.0"),
        new("VirtualMachine", "config.hardware.memoryMB"),
        new("VirtualMachine", "config.hardware.device"),
        new("VirtualMachine", "config.cpuAllocation.reservation"),
        new("VirtualMachine", "config.memoryAllocation.reservation"),
        new("VirtualMachine", "config.extraConfig"),
        new("VirtualMachine", "config.firmware", "5.0"),
        new("VirtualMachine", "config.memoryReservationLockedToMax", "5.0"),
        new("VirtualMachine", "config.nestedHVEnabled", "5.1"),
        new("VirtualMachine", "config.deviceGroups", "8.0.0.1"),
        new("VirtualMachine", "guest.toolsRunningStatus"),
        new("VirtualMachine", "guest.toolsVersion"),
        new("VirtualMachine", "guest.guestFullName"),
        new("VirtualMachine", "guest.hostName"),
        new("VirtualMachine", "guest.ipAddress"),
        new("VirtualMachine", "summary.storage.committed"),
        new("VirtualMachine", "summary.storage.uncommitted"),
    ];

    /// <summary>The paths that a server of an API version has, by type.</summary>
    public static ILookup<string, string> Of(string? apiVersion) =>
        All.Where(one => one.IsIn(apiVersion)).ToLookup(static one => one.Type, static one => one.Path, StringComparer.Ordinal);
}
