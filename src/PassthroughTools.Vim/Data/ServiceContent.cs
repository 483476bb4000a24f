namespace VMware.Vim;

/// <summary>What a server is, and the managed objects that lead to all others.</summary>
public sealed class ServiceContent : DynamicData
{
    public ManagedObjectReference? RootFolder { get; set; }

    public ManagedObjectReference? PropertyCollector { get; set; }

    public ManagedObjectReference? ViewManager { get; set; }

    public AboutInfo? About { get; set; }

    public ManagedObjectReference? Setting { get; set; }

    public ManagedObjectReference? SessionManager { get; set; }

    public ManagedObjectReference? AuthorizationManager { get; set; }

    public ManagedObjectReference? PerfManager { get; set; }

    public ManagedObjectReference? ScheduledTaskManager { get; set; }

    public ManagedObjectReference? AlarmManager { get; set; }

    public ManagedObjectReference? EventManager { get; set; }

    public ManagedObjectReference? TaskManager { get; set; }

    public ManagedObjectReference? ExtensionManager { get; set; }

    public ManagedObjectReference? CustomizationSpecManager { get; set; }

    public ManagedObjectReference? CustomFieldsManager { get; set; }

    public ManagedObjectReference? DiagnosticManager { get; set; }

    public ManagedObjectReference? LicenseManager { get; set; }

    public ManagedObjectReference? SearchIndex { get; set; }

    public ManagedObjectReference? FileManager { get; set; }

    public ManagedObjectReference? VirtualDiskManager { get; set; }

    public ManagedObjectReference? OvfManager { get; set; }

    public ManagedObjectReference? DvSwitchManager { get; set; }

    public ManagedObjectReference? HostProfileManager { get; set; }

    public ManagedObjectReference? StorageResourceManager { get; set; }

    public ManagedObjectReference? GuestOperationsManager { get; set; }

    /// <summary>The manager of DirectPath profiles, since vSphere 9.0; null before.</summary>
    public ManagedObjectReference? DirectPathProfileManager { get; set; }
}
