namespace PassthroughTools.Errors;

/// <summary>Why something was refused: the stable part of every error record's FullyQualifiedErrorId.</summary>
public enum ErrorId
{
    /// <summary>No server is connected.</summary>
    NotConnected,

    /// <summary>The server does not answer.</summary>
    ServerUnreachable,

    /// <summary>User name, password or token are wrong.</summary>
    AuthenticationFailed,

    /// <summary>The server's certificate is not trusted.</summary>
    CertificateUntrusted,

    /// <summary>The account, or the file system, does not allow it.</summary>
    AccessDenied,

    /// <summary>No virtual machine or template has that name or id.</summary>
    VMNotFound,

    /// <summary>No host has that name or id.</summary>
    VMHostNotFound,

    /// <summary>No cluster has that name or id.</summary>
    ClusterNotFound,

    /// <summary>No device has that id.</summary>
    DeviceNotFound,

    /// <summary>The virtual machine has no advanced setting of that name.</summary>
    AdvancedSettingNotFound,

    /// <summary>The virtual machine has no snapshot of that name or id.</summary>
    SnapshotNotFound,

    /// <summary>There is no task of that id.</summary>
    TaskNotFound,

    /// <summary>The catalog knows nothing of that name.</summary>
    CatalogEntryNotFound,

    /// <summary>A name where one object is wanted fits several.</summary>
    AmbiguousName,

    /// <summary>The name is taken.</summary>
    NameInUse,

    /// <summary>A virtual machine holds the device.</summary>
    DeviceInUse,

    /// <summary>No device that a Dynamic or Enhanced request accepts is free on the host.</summary>
    DeviceNotAvailable,

    /// <summary>The device is not attached to the virtual machine.</summary>
    DeviceNotAttached,

    /// <summary>The host cannot pass the device through.</summary>
    DeviceNotPassthroughCapable,

    /// <summary>The device is not in a passthrough mode.</summary>
    DeviceNotEnabled,

    /// <summary>The device's mode waits for a restart of the host.</summary>
    RebootPending,

    /// <summary>The device is on another host than the virtual machine.</summary>
    DeviceOnOtherHost,

    /// <summary>The card at the device's address is not the one that the virtual machine is configured with.</summary>
    DeviceMismatch,

    /// <summary>The device does not offer the mode.</summary>
    ModeNotConfigurable,

    /// <summary>The host must be in maintenance mode.</summary>
    MaintenanceModeRequired,

    /// <summary>The host is disconnected, not responding, powered off or in maintenance mode.</summary>
    VMHostNotAvailable,

    /// <summary>Virtual machines run on the host.</summary>
    VMHostInUse,

    /// <summary>The host's IOMMU is off.</summary>
    IommuDisabled,

    /// <summary>The host maps no memory mapped I/O above 4 GB.</summary>
    Above4GDecodingDisabled,

    /// <summary>The virtual machine must be powered off.</summary>
    VMNotPoweredOff,

    /// <summary>The virtual machine is already in that power state, or in one that does not allow it.</summary>
    InvalidPowerState,

    /// <summary>A template cannot do what a virtual machine can.</summary>
    TemplateNotSupported,

    /// <summary>The virtual machine exposes hardware virtualization to its guest, which excludes passthrough devices.</summary>
    NestedVirtualizationEnabled,

    /// <summary>Not all of the virtual machine's memory is reserved.</summary>
    MemoryNotReserved,

    /// <summary>The device maps so much MMIO that the virtual machine needs EFI firmware.</summary>
    FirmwareNotEfi,

    /// <summary>The virtual machine's hardware version is too low.</summary>
    HardwareVersionTooLow,

    /// <summary>The host's ESXi is older than the virtual machine's hardware version.</summary>
    HardwareVersionTooHigh,

    /// <summary>The virtual machine would have more passthrough devices than its hardware version and host allow.</summary>
    TooManyDevices,

    /// <summary>The capability matrix denies the feature.</summary>
    FeatureNotSupported,

    /// <summary>The size is no power of two, or out of range.</summary>
    MmioSizeInvalid,

    /// <summary>The size is smaller than what the attached devices need.</summary>
    MmioSizeTooSmall,

    /// <summary>A value is out of its range.</summary>
    ValueInvalid,

    /// <summary>There is no store at the path.</summary>
    StoreNotFound,

    /// <summary>The store is damaged.</summary>
    StoreCorrupt,

    /// <summary>A newer version wrote the store.</summary>
    StoreVersionUnsupported,

    /// <summary>Another process holds the store's lock for too long.</summary>
    StoreLocked,

    /// <summary>The change could not be written; nothing changed.</summary>
    StoreWriteFailed,

    /// <summary>The object has changed since it was read.</summary>
    ConcurrentChange,

    /// <summary>An input file cannot be understood.</summary>
    InputMalformed,

    /// <summary>The backend cannot do this.</summary>
    NotSupportedByBackend,

    /// <summary>There is no maintenance plan of that id or path.</summary>
    PlanNotFound,

    /// <summary>A step of the maintenance plan is blocked.</summary>
    PlanNotFeasible,

    /// <summary>The maintenance plan was restored already.</summary>
    PlanEnded,

    /// <summary>The task was stopped before it had done anything.</summary>
    TaskStopped,

    /// <summary>The task has ended, so that there is nothing to stop.</summary>
    TaskEnded,

    /// <summary>It took too long.</summary>
    OperationTimeout,
}
